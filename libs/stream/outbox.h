// Calls to the outside of one task: performs settled entries, retries, and hands the outcomes back. One thread (the
// task's); senders answer from theirs.
//
//   waiting ──► marking ──► performing ──► finished ──► (removed by the effect that carries the outcome)
//      │ at_most_once only ▲     │  ▲
//      └───────────────────┼─────┘  │ try again later
//        others ───────────┘────────┘
#pragma once
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/signal.h"
#include "stream/outbox_sender.h"
#include "stream/processor.h"
#include "stream/receiver_queue.h"
#include "stream/store.h"

namespace leakproof::stream {

using Channels = std::map<std::string, OutboxSender*>;  // by name; the senders outlive the outbox's calls

class Outbox {
 public:
  Outbox(const Channels& channels, Signal& wake);
  ~Outbox();

  // An entry that is settled. `attempted`: a marker says an at-most-once attempt had begun.
  void offer(const journal::v1::OutboxEntry& entry, bool attempted, Instant now);
  void marked(const std::string& id);
  void removed(const std::string& id);
  // After the overlay was dropped: what the store holds is the truth; calls under way keep their outcome. An entry
  // whose marker is there without marked() having been told was marked by another owner, and is not called again.
  Status reload(const Store& store, Instant now);

  // Starts calls that are due; returns the ids whose marker must be settled first.
  std::vector<std::string> start_due(Instant now, std::size_t at_most);
  struct Finished {
    journal::v1::OutboxEntry entry;
    OutboxOutcome outcome;
  };
  // Outcomes that no effect carries yet, at most `at_most`; each is given once (again after reload()).
  std::vector<Finished> take_finished(Instant now, std::size_t at_most);
  // Receivers that went down or answer again, each told once.
  struct ReceiverStateChange {
    std::string receiver;  // its channel and who it is
    bool down;
    std::string detail;  // of the attempt that showed it
  };
  std::vector<ReceiverStateChange> take_receiver_changes() { return std::exchange(turns_, {}); }
  // When something becomes due by itself; Instant::max() for never.
  Instant next_due() const;
  // When the oldest entry without an outcome came to be; nullopt when there is none.
  std::optional<Instant> oldest() const;

 private:
  enum class State { kWaiting, kMarking, kSending, kFinished, kTaken };
  struct Call {
    journal::v1::OutboxEntry entry;
    std::string receiver;
    State state = State::kWaiting;
    bool marked = false;
    int attempts = 0;
    Backoff before_next;
    Instant began{};  // the last attempt
    OutboxOutcome outcome{};
  };
  // Where senders answer. Shared, because an answer may come when this outbox is gone.
  struct Mailbox {
    std::mutex mutex;
    std::vector<std::pair<std::string, AttemptResult>> answers;  // guarded by mutex
    Signal* wake;                                                // guarded by mutex; null once the outbox is gone
  };
  std::string receiver_of(const journal::v1::OutboxEntry& entry) const;
  void resume(const journal::v1::OutboxEntry& entry, bool attempted, std::map<std::string, Call>& known, Instant now);
  void wait(Call& call);
  void send(Call& call, Instant now);
  void ended(const Call& call);
  void judge(Call& call, const AttemptResult& attempt, Instant now);
  void finish(Call& call, OutboxOutcome outcome);
  void give_up_with(const std::string& receiver, Instant now);
  void collect(Instant now);

  const Channels& channels_;
  std::shared_ptr<Mailbox> mailbox_;
  std::map<std::string, Call> calls_;
  ReceiverQueue queue_;                             // of those that wait
  std::deque<std::string> finished_;                // outcomes not taken yet
  std::set<std::pair<Instant, std::string>> ages_;  // of all calls, by when they came to be
  std::vector<ReceiverStateChange> turns_;
  std::size_t sending_ = 0;
};

// How long after an attempt that failed the next one is made, of an entry that was so old when the attempt began;
// nullopt when it is given up. By age and not by count, so that a restart neither begins anew nor forgets. Source:
// Standard Webhooks 1.0, retry schedule.
std::optional<Duration> retry_delay(Duration age);

}  // namespace leakproof::stream
