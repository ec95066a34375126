// The life of an epoch: claim, catch up, settle, release. What is done while working stands in task_work.cc.
#include "stream/task.h"

#include <algorithm>

#include "base/check.h"
#include "base/crash_point.h"
#include "base/signal.h"
#include "stream/limits.h"
#include "stream/store_position.h"

namespace leakproof::stream {

Task::Task(TaskSpec spec, Dependencies dependencies)
    : spec_(std::move(spec)),
      dependencies_(dependencies),
      journal_{spec_.journal, spec_.partition},
      outbox_(spec_.channels, dependencies.wake) {
  LEAKPROOF_CHECK(!spec_.stage.empty() && !spec_.journal.empty());
  LEAKPROOF_CHECK(spec_.partition >= 0);
}

Task::~Task() {
  end_epoch();
  dependencies_.registry.retract(spec_);
}

bool Task::step(Instant now) {
  if (state_ == TaskState::kReleased) return false;
  if (state_ != TaskState::kWorking) tell_lag_without_a_look(now);
  if (state_ == TaskState::kHalted) return false;
  auto progressed = advance(now);
  if (progressed.ok()) return *progressed;
  if (progressed.error().disposition() == Disposition::kFatal) {
    end_epoch();
    transition_to(TaskState::kHalted, progressed.error().message());
    return false;
  }
  refence_after(progressed.error(), now);
  return true;
}

// What waits in the inputs of a task that does not work may be as old as its last look at them: zero would say that all
// is well.
void Task::tell_lag_without_a_look(Instant now) {
  if (inputs_looked_at_ == Instant::max()) inputs_looked_at_ = now;
  dependencies_.observer.on_input_lag(spec_, std::max(Duration::zero(), now - inputs_looked_at_));
}

void Task::release() { releasing_ = true; }

Result<bool> Task::advance(Instant now) {
  switch (state_) {
    case TaskState::kIdle:
      if (releasing_) {
        LEAKPROOF_TRY(finish_release());
        return true;
      }
      if (!before_claim_.is_over(now)) return false;
      LEAKPROOF_TRY(store_ ? Status() : open_store());
      if (state_ == TaskState::kIdle) LEAKPROOF_TRY(claim(now));
      return true;
    case TaskState::kRestoring:
      return restore();
    case TaskState::kClaiming:
      return await_fence();
    case TaskState::kCatchingUp:
      return read_back(now);
    case TaskState::kWorking:
      return work(now);
    case TaskState::kDraining: {
      LEAKPROOF_TRY(first_failure());
      LEAKPROOF_ASSIGN(more, read_back(now));
      if (state_ == TaskState::kDraining && in_flight() == 0) LEAKPROOF_TRY(finish_release());
      return more;
    }
    case TaskState::kReleased:
    case TaskState::kHalted:
      break;
  }
  return false;
}

Status Task::claim(Instant now) {
  LEAKPROOF_CHECK(store_ && !epoch_ && sent_.empty());
  LEAKPROOF_CHECK(!own_ && !appender_);
  LEAKPROOF_TRY(check_retention_or_drop_store());
  LEAKPROOF_ASSIGN(end, dependencies_.log.end(journal_));
  LEAKPROOF_TRY(check_nothing_lost(end.value()));
  overlay_ = std::make_unique<Overlay>(*store_);
  LEAKPROOF_ASSIGN(own, JournalReader::open(dependencies_.log, journal_, Position(position_.next_offset()),
                                            position_.reader(), dependencies_.wake));
  own_ = std::move(own);
  own_->decode_only([this](const EffectHead& effect) { return !epoch_ || effect.epoch != epoch_->value(); });
  {
    MutexLock lock(mailbox_.mutex);
    mailbox_.fence.reset();
    mailbox_.failure.reset();
  }
  LEAKPROOF_ASSIGN(appender, dependencies_.log.appender(journal_));
  appender_ = std::move(appender);
  journal::v1::Record record;
  record.mutable_fence()->set_owner_id(spec_.owner_id);
  record.mutable_fence()->set_owner_address(spec_.owner_address);
  record.mutable_fence()->set_runtime_version(spec_.version);
  transition_to(TaskState::kClaiming, "");
  before_renewal_ = Backoff(now, limits::kRenewEvery);
  before_flush_ = Backoff(now, limits::kFlushEvery);
  crash_point(CrashPoint::kBeforeFence);
  appender_->append({spec_.stage, record.SerializeAsString(), {}}, [this](Result<Offset> result) {
    {
      MutexLock lock(mailbox_.mutex);
      mailbox_.fence = std::move(result);
    }
    dependencies_.wake.notify();
  });
  return {};
}

// What was read, and the fence that was acknowledged before, stand before the end of the journal, where a fence goes.
Status Task::check_nothing_lost(std::int64_t end) const {
  const std::int64_t known = std::max(position_.next_offset(), last_epoch_.value() + 1);
  if (end >= known) return {};
  return fatal("journal " + spec_.journal + "/" + std::to_string(spec_.partition) + " ends at " + std::to_string(end) +
               " but position " + std::to_string(known) +
               " was already read: acknowledged records are lost. Restore the log before starting again; "
               "docs/runbooks/journal-lost.md");
}

Status Task::open_store() {
  LEAKPROOF_CHECK(!store_ && !restore_);
  LEAKPROOF_ASSIGN(begin, dependencies_.log.begin(journal_));
  LEAKPROOF_ASSIGN(store, dependencies_.stores.open(spec_.stage, spec_.partition));
  LEAKPROOF_ASSIGN(stored, read_position(*store));
  const bool usable = stored && position_.next_offset() >= begin.value();
  if (usable || !dependencies_.log.published()) {
    store_ = std::move(store);
    return {};
  }
  store.reset();
  return open_empty_store();
}

// What is there is nothing, the beginning of a restore that was cut short, or too old to be brought up to date by the
// journal.
Status Task::open_empty_store() {
  LEAKPROOF_TRY(dependencies_.stores.wipe(spec_.stage, spec_.partition));
  LEAKPROOF_ASSIGN(store, dependencies_.stores.open(spec_.stage, spec_.partition));
  LEAKPROOF_ASSIGN(restore,
                   Restore::begin(dependencies_.log, spec_.stage, spec_.partition, *store, dependencies_.wake));
  store_ = std::move(store);
  restore_ = std::move(restore);
  transition_to(TaskState::kRestoring, "");
  return {};
}

// A restore that is not brought to its end leaves a store without a position, which is made anew the next time.
Result<bool> Task::restore() {
  LEAKPROOF_CHECK(store_ && restore_);
  const auto more = restore_->step();
  crash_point(CrashPoint::kRestoring);
  if (more.ok() && !restore_->done() && !releasing_) return more;
  const bool whole = more.ok() && restore_->done();
  restore_.reset();
  auto store = std::move(store_);
  LEAKPROOF_TRY(more);
  if (whole) {
    crash_point(CrashPoint::kRestored);
    LEAKPROOF_TRY(store->flush());
    LEAKPROOF_TRY(read_position(*store));
    LEAKPROOF_TRY(check_retention());
    store_ = std::move(store);
  }
  transition_to(TaskState::kIdle, "");
  return true;
}

// False when it has none yet.
Result<bool> Task::read_position(const Store& store) {
  position_ = first_position(spec_.stage, spec_.partition);
  LEAKPROOF_ASSIGN(stored, store.get(kPositionKey));
  if (stored && !position_.ParseFromString(*stored))
    return fatal("the position of the store of " + spec_.stage + " is damaged");
  if (position_.stage() == spec_.stage && position_.partition() == spec_.partition) return stored.has_value();
  return fatal("the store opened for " + spec_.stage + "/" + std::to_string(spec_.partition) + " belongs to " +
               position_.stage() + "/" + std::to_string(position_.partition()) +
               ": directories were swapped; put them back");
}

// The journal still holds all that the store has not seen.
Status Task::check_retention() const {
  LEAKPROOF_ASSIGN(begin, dependencies_.log.begin(journal_));
  if (position_.next_offset() >= begin.value()) return {};
  return fatal("the store of " + spec_.stage + "/" + std::to_string(spec_.partition) + " stands at " +
               std::to_string(position_.next_offset()) + " and its journal begins at " + std::to_string(begin.value()) +
               ": restore the store from a backup or a changelog; docs/runbooks/store-lost.md");
}

// Retention may pass a store that is open: it is made anew then, if there is a changelog to make it from.
Status Task::check_retention_or_drop_store() {
  const Status kept = check_retention();
  if (kept.ok() || kept.error().disposition() != Disposition::kFatal || !dependencies_.log.published()) return kept;
  dependencies_.registry.retract(spec_);
  store_.reset();
  return refence(kept.error().message());
}

Result<bool> Task::await_fence() {
  LEAKPROOF_CHECK(store_ && appender_ && !epoch_);
  MutexLock lock(mailbox_.mutex);
  if (!mailbox_.fence) return false;
  if (!mailbox_.fence->ok()) return refence("the fence was not acknowledged: " + mailbox_.fence->error().message());
  LEAKPROOF_TRY(check_nothing_lost((*mailbox_.fence)->value()));
  epoch_ = **mailbox_.fence;
  crash_point(CrashPoint::kAfterFence);
  next_seq_ = 1;
  settled_seq_ = 0;
  transition_to(TaskState::kCatchingUp, "");
  return true;
}

Result<bool> Task::read_back(Instant now) {
  LEAKPROOF_CHECK(own_ && store_ && epoch_);
  std::vector<JournalItem> items;
  if (const Status read = own_->read(limits::kReadBatch, items); !read.ok()) {
    LEAKPROOF_TRY(check_retention_or_drop_store());
    return read.error();
  }
  if (items.empty()) return false;
  for (auto& item : items) {
    if (item.admission == Admission::kCounts && item.head.epoch == epoch_->value()) match_own_effect(item);
  }
  LEAKPROOF_TRY(settle(items, now));
  return true;
}

// An effect of our own need not be decoded again: it is the oldest that is in flight.
void Task::match_own_effect(JournalItem& item) {
  LEAKPROOF_CHECK(!sent_.empty() && item.offset > *epoch_);
  invariants::check_read_back(sent_.front()->effect(), item.head);
  item.record = std::move(sent_.front());
  sent_.pop_front();
}

// Settles what counts, up to the first record that ends our epoch. Nothing of it is told before the store holds it.
Status Task::settle(std::vector<JournalItem>& items, Instant now) {
  LEAKPROOF_CHECK(!items.empty());
  LEAKPROOF_CHECK(overlay_ && epoch_);
  std::vector<Change> changes;
  std::vector<JournalItem*> counted;
  journal::v1::StorePosition position = position_;  // ours once the store has it
  Status over;
  bool own_fence = false;
  for (auto& item : items) {
    if (item.admission == Admission::kFence && item.offset > *epoch_)
      over = refence("another owner claimed the partition at " + std::to_string(item.offset.value()));
    if (item.admission == Admission::kVoid && item.head.epoch == epoch_->value() && item.after.expected_seq() == 0)
      over = refence("a gap voided our epoch");
    own_fence = own_fence || (item.admission == Admission::kFence && item.offset == *epoch_);
    if (item.admission == Admission::kCounts) {
      add_changes(item.record->effect(), item.offset, spec_.derive, changes);
      counted.push_back(&item);
    }
    move_past(position, item);
    if (!over.ok()) break;
  }
  invariants::check_position(position_, position, own_->position());
  keep_last_of_each_key(changes);
  changes.push_back({kPositionKey, position.SerializeAsString()});
  crash_point(state_ == TaskState::kCatchingUp ? CrashPoint::kCatchingUp : CrashPoint::kBeforeSettle);
  LEAKPROOF_TRY(store_->apply(changes));
  crash_point(CrashPoint::kMidSettle);
  position_ = std::move(position);
  for (auto* item : counted) {
    auto& effect = item->record->effect();
    const bool live = effect.epoch() == epoch_->value();
    if (live) {
      invariants::check_settled(effect, progress());
      settled_seq_ = effect.seq();
      overlay_->settle(settled_seq_);
      for (auto& entry : effect.outbox_added()) outbox_.on_added(entry, false, now);
      for (auto& id : effect.outbox_removed()) outbox_.on_removed(id);
    }
    if (live || effect.epoch() == last_epoch_.value()) {  // markers of our own, also those whose outcome was unclear
      for (auto& started : effect.outbox_started()) {
        if (!started.taken_back()) outbox_.on_marked(started.id());
      }
    }
    if (live) crash_point(CrashPoint::kBeforeTell);
    dependencies_.observer.on_settled(spec_, effect, item->offset, now, live);
    if (live) crash_point(CrashPoint::kAfterTell);
  }
  LEAKPROOF_TRY(over);
  invariants::check_in_flight(progress());
  return own_fence && state_ == TaskState::kCatchingUp ? start_work(now) : Status();
}

Status Task::start_work(Instant now) {
  invariants::check_caught_up(position_, *epoch_, progress());
  LEAKPROOF_CHECK(appender_ && own_ && store_);
  LEAKPROOF_TRY(outbox_.reload(*store_, now));
  inputs_.clear();
  for (auto& input : spec_.inputs) {
    auto& state = inputs_.emplace_back();
    state.input = input;
    state.next.set_topic(input.topic);
    state.next.mutable_reader()->set_epoch(-1);
    for (auto& known : position_.inputs()) {
      if (known.topic() == input.topic) state.next = known;
    }
    const TopicPartition from{input.topic, spec_.partition};
    const Position start(state.next.next_offset());
    if (input.is_journal) {
      LEAKPROOF_ASSIGN(reader,
                       JournalReader::open(dependencies_.log, from, start, state.next.reader(), dependencies_.wake));
      state.journal_reader = std::move(reader);
    } else {
      LEAKPROOF_ASSIGN(reader, dependencies_.log.reader(from, start, dependencies_.wake));
      state.reader = std::move(reader);
    }
  }
  taking_over_ = true;
  next_timer_ = Instant::min();
  claim_pause_ = Duration::zero();
  uncarried_inputs_ = 0;
  dependencies_.processor.invalidate_caches();
  LEAKPROOF_CHECK(inputs_.size() == spec_.inputs.size());
  dependencies_.registry.publish(spec_, *store_);
  transition_to(releasing_ ? TaskState::kDraining : TaskState::kWorking, "");
  return {};
}

Status Task::finish_release() {
  LEAKPROOF_CHECK(in_flight() == 0);
  LEAKPROOF_CHECK(releasing_ && !restore_);
  end_epoch();
  dependencies_.registry.retract(spec_);
  crash_point(CrashPoint::kBeforeRelease);
  if (store_) LEAKPROOF_TRY(store_->flush());
  crash_point(CrashPoint::kAfterRelease);
  store_.reset();
  transition_to(TaskState::kReleased, "");
  return {};
}

// One path for everything unclear: stop sending, drop what is in flight, claim again. The store stays: it holds settled
// things only.
void Task::refence_after(const Error& error, Instant now) {
  LEAKPROOF_CHECK(error.disposition() != Disposition::kFatal);
  end_epoch();
  claim_pause_ =
      std::min(claim_pause_ == Duration::zero() ? limits::kClaimPause : claim_pause_ * 2, limits::kClaimPauseMax);
  before_claim_ = Backoff(now, claim_pause_);
  transition_to(TaskState::kIdle, error.message());
}

void Task::end_epoch() {
  appender_.reset();
  own_.reset();
  inputs_.clear();
  overlay_.reset();
  if (epoch_) last_epoch_ = *epoch_;
  epoch_.reset();
  sent_.clear();
  next_seq_ = 1;
  settled_seq_ = 0;
  dependencies_.processor.invalidate_caches();
}

Status Task::first_failure() {
  MutexLock lock(mailbox_.mutex);
  if (!mailbox_.failure) return {};
  return refence("an append failed: " + mailbox_.failure->message());
}

Instant Task::next_due() const {
  switch (state_) {
    case TaskState::kIdle:
      return before_claim_.ends_at();
    case TaskState::kWorking:
      return std::min({next_timer_, outbox_.next_due(),
                       before_renewal_.ends_at(),  // a flush may wait for whatever comes next
                       uncarried_inputs_ == 0 ? Instant::max() : before_empty_effect_.ends_at()});
    default:
      return Instant::max();
  }
}

void Task::transition_to(TaskState state, const std::string& why) {
  LEAKPROOF_CHECK(may_follow(state_, state));
  state_ = state;
  dependencies_.observer.on_state_changed(spec_, state, why);
}

}  // namespace leakproof::stream
