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
    std::string receiver;  // key of receivers_; empty = nobody in particular
    State state = State::kWaiting;
    bool marked = false;
    int attempts = 0;
    Pause before_next;
    OutboxOutcome outcome{};
  };
  // Somebody whom calls go to. One that fails again and again is asked now and then, by one call, until it answers: the others wait and
  // spend none of their attempts.
  struct Receiver {
    int performing = 0;
    int failures = 0;  // in a row
    Pause before_next;
    bool free(Instant now) const;
  };
  // Where performers answer. Shared, because an answer may come when this outbox is gone.
  struct Mailbox {
    std::mutex mutex;
    std::vector<std::pair<std::string, Attempt>> answers;  // guarded by mutex
    Signal* wake;                                          // guarded by mutex; null once the outbox is gone
  };
  std::string receiver_of(const journal::v1::OutboxEntry& entry) const;
  void perform(Call& call);
  void began(const Call& call);
  void ended(const Call& call);
  void learn(const Call& call, const Attempt& attempt, Instant now);
  void judge(Call& call, const Attempt& attempt, Instant now);
  void collect(Instant now);

  const Channels& channels_;
  std::shared_ptr<Mailbox> mailbox_;
  std::map<std::string, Call> calls_;
  std::map<std::string, Receiver> receivers_;  // that calls are known of
  std::size_t performing_ = 0;
};

// How long to wait before attempt n+1 after n failed ones; nothing when it is to be given up. Source: Standard Webhooks 1.0, retry
// schedule.
std::optional<Duration> retry_delay(int attempts);

}  // namespace leakproof::stream
