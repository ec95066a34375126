// The owner of one partition of one stage: claim, catch up, work, settle, release. A non-blocking state machine: step()
// does bounded work; a worker thread drives it in production, a manual driver in flow tests, a seeded scheduler in the
// simulation. Source: docs/formats/journal.md.
//
// An absent store, or one that stands before what the journal still holds, is first copied from the changelog: kIdle
// ──► kRestoring ──► kIdle.
//
//   kIdle ──claim──► kClaiming ──fence acked──► kCatchingUp ──own fence read──► kWorking ──release()──► kDraining ──►
//   kReleased
//     ▲                  │                           │                             │
//     └──────────────────┴──── refence: anything unclear, or another's fence ──────┘            any fatal error ──►
//     kHalted
//
// One thread drives a task; reads of its store through LocalStates come from others.
#pragma once
#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "base/mutex.h"
#include "stream/backoff.h"
#include "stream/changelog.h"
#include "stream/invariants.h"
#include "stream/journal_reader.h"
#include "stream/outbox.h"
#include "stream/overlay.h"
#include "stream/processor.h"
#include "stream/store_layout.h"
#include "stream/task_draft.h"
#include "stream/task_state.h"

namespace leakproof::stream {

struct Input {
  std::string topic;
  bool is_journal = false;
};
struct TaskSpec {
  std::string stage;
  std::string journal;  // topic
  std::vector<Input> inputs;
  std::int32_t partition = 0;
  std::string owner_id;
  std::string owner_address;
  std::string version;
  Derive derive;  // may be empty
  Channels channels;
};

// Is told what is committed, on the task's thread. It must not block.
class TaskObserver {
 public:
  virtual ~TaskObserver() = default;
  // An effect counts, and the store holds it now. `live` is false while catching up.
  virtual void on_settled(const TaskSpec& task, const journal::v1::Effect& effect, Offset at, Instant now,
                          bool live) = 0;
  virtual void on_state_changed(const TaskSpec& task, TaskState state, const std::string& why) = 0;
  // Called after each look at the inputs with the age of the last input taken while there may be more, zero at their
  // end; and, while the task cannot look at them, with the time since it last could.
  virtual void on_input_lag(const TaskSpec&, Duration) {}
  // Called after each look at the outbox with the age of the oldest call without an outcome, zero when there is none.
  virtual void on_oldest_call_age(const TaskSpec&, Duration) {}
  // The circuit breaker of a receiver of calls has opened or closed.
  virtual void on_receiver_state_changed(const TaskSpec&, const ReceiverStateChange&) {}
};

// Holds the stores of partitions that are owned and caught up, for queries. Tasks call it on their threads.
class StoreRegistry {
 public:
  virtual ~StoreRegistry() = default;
  virtual void publish(const TaskSpec& task, const Store& store) = 0;
  virtual void retract(const TaskSpec& task) = 0;  // returns when no read of it is under way
};

class Task {
 public:
  // References outlive the task.
  struct Dependencies {
    Log& log;
    StoreFactory& stores;
    Processor& processor;
    TaskObserver& observer;
    StoreRegistry& registry;
    Signal& wake;
  };
  Task(TaskSpec spec, Dependencies dependencies);
  ~Task();

  // Does a bounded amount of work; true when there may be more at once. Never throws; a fatal error halts the task and
  // says so to the observer.
  bool step(Instant now);
  // Stops taking inputs; what is in flight settles, then the store is flushed and closed, in the steps that follow.
  void release();
  TaskState state() const { return state_; }
  const TaskSpec& spec() const { return spec_; }
  // When step() has work by itself, although nothing has come in; Instant::max() for never.
  Instant next_due() const;
  // How many effects are sent and not settled.
  std::size_t in_flight() const { return static_cast<std::size_t>(next_seq_ - 1 - settled_seq_); }
  const Store* store() const { return store_.get(); }

 private:
  struct InputState {
    Input input;
    std::unique_ptr<Reader> reader;  // one of the two, by input.is_journal
    std::unique_ptr<JournalReader> journal_reader;
    std::deque<Record> records;  // read ahead
    std::deque<JournalItem> items;
    journal::v1::InputPosition next;  // behind the last input processed
    bool moved = false;               // `next` is not carried by an effect yet
  };
  struct Mailbox {  // where append callbacks answer
    Mutex mutex;
    std::optional<Result<Offset>> fence LEAKPROOF_GUARDED_BY(mutex);
    std::optional<Error> failure LEAKPROOF_GUARDED_BY(mutex);  // the first failed append
  };

  // Named steps of docs/formats/journal.md
  Result<bool> advance(Instant now);
  Status claim(Instant now);
  Result<bool> await_fence();
  Result<bool> read_back(Instant now);
  void match_own_effect(JournalItem& item);
  Status settle(std::vector<JournalItem>& items, Instant now);
  Status start_work(Instant now);
  Result<bool> work(Instant now);
  bool renew();
  Status finish_release();
  void refence_after(const Error& error, Instant now);
  void end_epoch();

  // Claiming
  Status open_store();
  Status open_empty_store();
  Result<bool> restore();
  Result<bool> read_position(const Store& store);
  Status check_retention() const;
  Status check_nothing_lost(std::int64_t end) const;
  Status check_retention_or_drop_store();
  // Working
  Result<bool> take_over(Instant now);
  Result<bool> fire_timers(Instant now);
  Result<bool> drive_outbox(Instant now);
  Result<bool> process_inputs(Instant now);
  Result<bool> process_record(InputState& input, Instant now);
  Result<bool> process_journal_item(InputState& input, Instant now);
  Status run_maintenance(Instant now);
  Status call_processor(TaskDraft& draft, const std::function<Status()>& call,
                        const std::function<lead::v1::DeadLetter()>& dead_letter);
  Status send(TaskDraft& draft);
  TaskDraft new_draft(Instant now, SharedArena arena = nullptr);
  Status first_failure();
  void tell_lag_without_a_look(Instant now);
  invariants::EpochProgress progress() const { return {next_seq_, settled_seq_, sent_.size(), overlay_->empty()}; }
  void transition_to(TaskState state, const std::string& why);

  TaskSpec spec_;
  Dependencies dependencies_;
  TopicPartition journal_;
  TaskState state_ = TaskState::kIdle;
  bool releasing_ = false;

  std::unique_ptr<Store> store_;
  std::unique_ptr<Restore> restore_;     // under way
  journal::v1::StorePosition position_;  // as in the store
  std::unique_ptr<Overlay> overlay_;
  std::unique_ptr<JournalReader> own_;
  Outbox outbox_;
  std::vector<InputState> inputs_;
  Mailbox mailbox_;
  std::unique_ptr<Appender> appender_;  // destroyed before the mailbox

  std::optional<Offset> epoch_;
  Offset last_epoch_{-1};  // the one before, of this very task
  std::int64_t next_seq_ = 1;
  std::int64_t settled_seq_ = 0;
  std::deque<SharedRecord> sent_;  // in flight, in order
  bool taking_over_ = false;       // the stage has not set everything right yet
  Instant next_timer_;
  Backoff before_claim_;
  Duration claim_pause_{};
  Backoff before_renewal_;
  Backoff before_flush_;
  std::size_t uncarried_inputs_ = 0;              // processed inputs whose position no effect carries yet
  Backoff before_empty_effect_;                   // which then carries it
  Instant inputs_looked_at_ = Instant::max();     // max() before the first step
  Instant last_input_appended_ = Instant::max();  // of the input processed last; max() before the first
  std::size_t next_input_ = 0;                    // in turn, modulo their number
};

}  // namespace leakproof::stream
