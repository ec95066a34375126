// Calls to the outside of one task: performs settled entries, retries, and hands the outcomes back. One thread (the task's);
// performers answer from theirs.
//
//   waiting ──► marking ──► performing ──► finished ──► (removed by the effect that carries the outcome)
//      │ at_most_once only ▲     │  ▲
//      └───────────────────┼─────┘  │ try again later
//        others ───────────┘────────┘
#pragma once
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "base/signal.h"
#include "stream/pause.h"
#include "stream/performer.h"
#include "stream/processor.h"
#include "stream/store.h"

namespace leakproof::stream {

using Channels = std::map<std::string, Performer*>;  // by name; the performers outlive the outbox's calls

class Outbox {
 public:
  Outbox(const Channels& channels, Signal& wake);
  ~Outbox();

  // An entry that is settled. `attempted`: a marker says an at-most-once attempt had begun.
  void offer(const journal::v1::OutboxEntry& entry, bool attempted);
  void marked(const std::string& id);
  void removed(const std::string& id);
  // After the overlay was dropped: what the store holds is the truth; calls under way keep their outcome. An entry whose marker is
  // there without marked() having been told was marked by another owner, and is not called again.
  Status reload(const Store& store);

  // Starts calls that are due; returns the ids whose marker must be settled first.
  std::vector<std::string> start_due(Instant now, std::size_t at_most);
  struct Finished {
    journal::v1::OutboxEntry entry;
    OutboxOutcome outcome;
  };
  // Outcomes that no effect carries yet, at most `at_most`; each is given once (again after reload()).
  std::vector<Finished> take_finished(Instant now, std::size_t at_most);
  // When something becomes due by itself; Instant::max() for never.
  Instant next_due() const;
  std::size_t size() const { return calls_.size(); }

 private:
  enum class State { kWaiting, kMarking, kPerforming, kFinished, kTaken };
  struct Call {
    journal::v1::OutboxEntry entry;
    State state = State::kWaiting;
    bool marked = false;
    int attempts = 0;
    Pause before_next;
    OutboxOutcome outcome{};
  };
  // Where performers answer. Shared, because an answer may come when this outbox is gone.
  struct Mailbox {
    std::mutex mutex;
    std::vector<std::pair<std::string, Attempt>> answers;  // guarded by mutex
    Signal* wake;                                          // guarded by mutex; null once the outbox is gone
  };
  void perform(Call& call);
  void judge(Call& call, const Attempt& attempt, Instant now);
  void collect(Instant now);

  const Channels& channels_;
  std::shared_ptr<Mailbox> mailbox_;
  std::map<std::string, Call> calls_;
  std::size_t performing_ = 0;
};

// How long to wait before attempt n+1 after n failed ones; nothing when it is to be given up. Source: Standard Webhooks 1.0, retry
// schedule.
std::optional<Duration> retry_delay(int attempts);

}  // namespace leakproof::stream
