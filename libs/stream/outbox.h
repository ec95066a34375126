// Calls to the outside of one task: makes the calls that settled entries ask for, tries again what failed, and hands
// the outcomes back. One thread (the task's) calls it; senders deliver their results from any.
//
//   waiting ──► marking ──► sending ──► finished ──► taken ──► (removed by the effect that carries the outcome)
//      │ at_most_once only ▲    │  ▲
//      └───────────────────┼────┘  │ try again later
//        others ───────────┘───────┘
//
// A marker is leave for one attempt. When that surely did not arrive, the marker is taken back and the next attempt
// needs another.
#pragma once
#include <deque>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/mutex.h"
#include "base/signal.h"
#include "stream/outbox_sender.h"
#include "stream/processor.h"
#include "stream/receiver_queue.h"
#include "stream/store.h"

namespace leakproof::stream {

using Channels = std::map<std::string, OutboxSender*>;  // by name; the senders outlive the outbox's calls

// The circuit of a receiver has opened or closed.
struct ReceiverStateChange {
  std::string receiver;  // its channel and who it is
  CircuitChange change;
  std::string detail;  // of the attempt that showed it
};

class Outbox {
 public:
  Outbox(const Channels& channels, Signal& wake);
  ~Outbox();

  // An entry was added by an effect that is settled. `attempted`: a marker says that an at-most-once attempt had begun.
  void on_added(const journal::v1::OutboxEntry& entry, bool attempted, Instant now);
  // The marker of an entry, or its removal, is settled.
  void on_marked(const std::string& id);
  // Nobody wants the call any more. False: the attempt of an entry that is called at most once has begun; none follows
  // it, and its outcome is final, whatever it is.
  bool withdraw(const std::string& id);
  void on_removed(const std::string& id);
  // To be called when the overlay was dropped: what the store holds is the truth, and calls under way keep their
  // outcome. An entry whose marker is there although on_marked() was not called was marked by another owner, and is not
  // called again.
  Status reload(const Store& store, Instant now);

  // Starts calls that are due; returns the ids whose marker must be settled first.
  std::vector<std::string> start_due(Instant now, std::size_t at_most);
  // Ids whose marker is to be taken back, since the last call, at most kOutboxInFlightMax: the attempt surely did not
  // arrive, and a crash must not make it an unknown one. The effects that take them back come before those of the
  // markers that the same start_due() returned.
  std::vector<std::string> take_attempts_to_take_back() { return std::exchange(attempts_to_take_back_, {}); }
  struct Finished {
    journal::v1::OutboxEntry entry;
    OutboxOutcome outcome;
  };
  // Outcomes that no effect carries yet, at most `at_most`; each is given once (again after reload()).
  std::vector<Finished> take_finished(Instant now, std::size_t at_most);
  // What changed of receivers since the last call.
  std::vector<ReceiverStateChange> take_receiver_changes() { return std::exchange(receiver_changes_, {}); }
  // When something becomes due by itself; Instant::max() for never.
  Instant next_due() const;
  // When the oldest entry without a settled outcome was enqueued; nullopt when there is none.
  std::optional<Instant> oldest_enqueued() const;

 private:
  enum class State { kWaiting, kMarking, kSending, kFinished, kTaken };
  struct Call {
    journal::v1::OutboxEntry entry;
    std::string receiver;
    State state = State::kWaiting;
    bool marked = false;
    bool withdrawn = false;  // while an attempt was under way
    int attempts = 0;
    Backoff before_next;
    Instant attempt_began{};  // the last one
    OutboxOutcome outcome{};
  };
  // Where senders deliver their results. Shared, because a result may come when this outbox is gone.
  struct Mailbox {
    Mutex mutex;
    std::vector<std::pair<std::string, AttemptResult>> results LEAKPROOF_GUARDED_BY(mutex);
    Signal* wake LEAKPROOF_GUARDED_BY(mutex);  // null once the outbox is gone
  };
  std::string receiver_of(const journal::v1::OutboxEntry& entry) const;
  void resume(const journal::v1::OutboxEntry& entry, bool attempted, std::map<std::string, Call>& known, Instant now);
  void enqueue(Call& call);
  void send(Call& call, Instant now);
  void release(const Call& call);
  void take_results(Instant now);
  void apply_result(Call& call, const AttemptResult& result, Instant now);
  void try_again(Call& call, Backoff before);
  void finish(Call& call, OutboxOutcome outcome);
  void give_up_on_those_as_old(const std::string& receiver, Instant now);

  const Channels& channels_;
  std::shared_ptr<Mailbox> mailbox_;
  std::map<std::string, Call> calls_;
  ReceiverQueue queue_;                                        // of those that wait
  std::deque<std::string> finished_;                           // outcomes not taken yet
  std::set<std::pair<Instant, std::string>> by_enqueue_time_;  // all calls
  std::vector<ReceiverStateChange> receiver_changes_;
  std::vector<std::string> attempts_to_take_back_;
  std::size_t sending_ = 0;
};

// How long after an attempt that failed the next one is made, for an entry that was so old when the attempt began;
// nullopt when it is given up. By age and not by count, so that a restart neither begins anew nor forgets. Source:
// Standard Webhooks 1.0, retry schedule.
std::optional<Duration> retry_delay(Duration age);

}  // namespace leakproof::stream
