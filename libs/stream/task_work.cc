// Tested by: libs/stream/task_test.cc
// What an owner does while its epoch lasts: it settles what was read back, then timers, calls and inputs get a bounded
// slice each.
#include "base/check.h"
#include "base/crash_point.h"
#include "base/parse_number.h"
#include "base/signal.h"
#include "stream/limits.h"
#include "stream/state_key.h"
#include "stream/task.h"

namespace leakproof::stream {
namespace {

constexpr std::size_t kArenaBlock = 4 << 10;

// In the stage's own state, so that the ledger can tell of it.
void count_dead_letter(const std::string& workspace, TaskDraft& draft) {
  const auto key = dead_letters_key(workspace);
  const auto before = parse_number<std::int64_t>(draft.get(key).value_or("0")).value_or(0);
  LEAKPROOF_CHECK(before >= 0);
  draft.put(key, std::to_string(before + 1));
}

}  // namespace

Result<bool> Task::work(Instant now) {
  LEAKPROOF_CHECK(epoch_ && appender_ && !restore_);
  LEAKPROOF_TRY(first_failure());
  LEAKPROOF_ASSIGN(settled, read_back(now));
  if (state_ != TaskState::kWorking) return settled;
  if (releasing_) {
    transition_to(TaskState::kDraining, "");
    return true;
  }
  if (before_renewal_.is_over(now)) return renew();
  LEAKPROOF_ASSIGN(prepared, take_over(now));
  LEAKPROOF_ASSIGN(fired, taking_over_ ? false : fire_timers(now));
  LEAKPROOF_ASSIGN(called, drive_outbox(now));
  LEAKPROOF_ASSIGN(taken, process_inputs(now));
  LEAKPROOF_TRY(run_maintenance(now));
  return settled || prepared || fired || called || taken;
}

// A fresh fence now and then, so that the one in force is never deleted under a reader that joins in mid-log.
bool Task::renew() {
  if (in_flight() > 0) return false;  // the signal comes with the next settled effect
  LEAKPROOF_CHECK(overlay_->empty() && settled_seq_ == next_seq_ - 1);
  end_epoch();
  before_claim_ = Backoff();
  transition_to(TaskState::kIdle, "the fence is renewed");
  return true;
}

TaskDraft Task::new_draft(Instant now, SharedArena arena) {
  LEAKPROOF_CHECK(overlay_ && epoch_ && appender_);
  invariants::check_in_flight(progress());
  return TaskDraft(*overlay_, {spec_.stage, spec_.partition, *epoch_, next_seq_}, now,
                   arena ? arena : new_arena(kArenaBlock), &outbox_);
}

// Calls the stage; what it refuses leaves nothing behind but a dead letter and its count.
Status Task::call_processor(TaskDraft& draft, const std::function<Status()>& call,
                            const std::function<lead::v1::DeadLetter()>& dead_letter) {
  const auto savepoint = draft.savepoint();
  Status status = call();
  LEAKPROOF_TRY(draft.store_status());
  if (status.ok() && !draft.fits(savepoint)) status = refuse("its consequences exceed the record limit");
  if (status.ok()) return {};
  if (status.error().disposition() != Disposition::kRefuse) return fatal(status.error().message());
  // A stage may have cached what it wrote.
  if (draft.savepoint().overlay != savepoint.overlay) dependencies_.processor.invalidate_caches();
  draft.rollback(savepoint);
  lead::v1::Event event;
  *event.mutable_dead_letter() = dead_letter();
  event.mutable_dead_letter()->set_stage(spec_.stage);
  event.mutable_dead_letter()->set_partition(spec_.partition);
  event.mutable_dead_letter()->set_reason(status.error().message());
  event.mutable_dead_letter()->set_at_micros(to_micros(draft.now()));
  event.set_workspace_id(event.dead_letter().key().empty() ? "-" : event.dead_letter().key());
  if (event.dead_letter().value().size() > limits::kEffectBytesMax / 2) event.mutable_dead_letter()->clear_value();
  count_dead_letter(event.workspace_id(), draft);
  draft.emit(std::move(event));
  return {};
}

Status Task::send(TaskDraft& draft) {
  if (draft.empty() && !draft.effect().cause().housekeeping()) return {};
  draft.coalesce_changes();
  auto& effect = draft.effect();
  for (auto& input : inputs_) {
    if (std::exchange(input.moved, false)) *effect.add_positions() = input.next;
  }
  uncarried_inputs_ = 0;
  std::string bytes = draft.record()->SerializeAsString();
  invariants::check_append(effect, *epoch_, progress(), bytes.size());
  for (auto& timer : effect.timers_set()) {
    next_timer_ = std::min(next_timer_, instant_from_micros(timer.due_micros()));
    position_.set_timer_cursor_micros(
        std::min(position_.timer_cursor_micros(), timer.due_micros()));  // seen while in flight, too
  }
  overlay_->commit(next_seq_++);
  sent_.push_back(draft.record());
  invariants::check_in_flight(progress());
  crash_point(CrashPoint::kBeforeAppend);
  appender_->append({spec_.stage, std::move(bytes), {}}, [this](Result<Offset> result) {
    if (result.ok()) return crash_point(CrashPoint::kAfterAck);
    {
      MutexLock lock(mailbox_.mutex);
      if (!mailbox_.failure) mailbox_.failure = result.error();
    }
    dependencies_.wake.notify();
  });
  crash_point(CrashPoint::kAfterAppend);
  return first_failure();
}

// What a stage has to set right before its timers fire, slice by slice.
Result<bool> Task::take_over(Instant now) {
  if (!taking_over_ || in_flight() >= limits::kInFlightMax) return false;
  TaskDraft draft = new_draft(now);
  draft.effect().mutable_cause()->set_housekeeping(true);
  taking_over_ = false;  // nor is there more where it is refused
  LEAKPROOF_TRY(call_processor(
      draft,
      [&]() -> Status {
        LEAKPROOF_ASSIGN(more, dependencies_.processor.on_take_over(draft));
        taking_over_ = more;
        return {};
      },
      [&] {
        lead::v1::DeadLetter dead_letter;
        dead_letter.set_topic("take_over");
        return dead_letter;
      }));
  if (!draft.empty()) LEAKPROOF_TRY(send(draft));
  return true;
}

// Due timers become effects that clear them: never early, never twice, never lost. The scan begins at the cursor, which
// skips tombstones of fired timers.
Result<bool> Task::fire_timers(Instant now) {
  if (now < next_timer_ || in_flight() >= limits::kInFlightMax) return false;
  LEAKPROOF_CHECK(!taking_over_);  // they wait until the stage has set right what they would read
  std::vector<journal::v1::Timer> due;
  Instant first_live = Instant::max();
  next_timer_ = Instant::max();
  const std::string from = timer_key(instant_from_micros(position_.timer_cursor_micros()), "");
  const auto in_flight_change = overlay_->first_change("t", from);
  Status parsed;
  LEAKPROOF_TRY(overlay_->scan("t", from, [&](auto key, auto value) {
    first_live = std::min(first_live, due_of_timer_key(key));
    if (due_of_timer_key(key) > now || due.size() == limits::kTimersAStep) {
      next_timer_ = due_of_timer_key(key);
      return false;
    }
    if (!due.emplace_back().ParseFromArray(value.data(), static_cast<int>(value.size())))
      parsed = fatal("a stored timer is damaged");
    return parsed.ok();
  }));
  LEAKPROOF_TRY(parsed);
  if (in_flight_change) first_live = std::min(first_live, due_of_timer_key(*in_flight_change));
  if (first_live != Instant::max()) position_.set_timer_cursor_micros(to_micros(first_live));
  LEAKPROOF_CHECK(due.size() <= limits::kTimersAStep);
  for (auto& timer : due) {
    LEAKPROOF_ASSIGN(live, overlay_->get(timer_key(instant_from_micros(timer.due_micros()), timer.id())));
    if (!live) continue;  // taken back by one before it
    invariants::check_due(timer, position_, now);
    TaskDraft draft = new_draft(now);
    draft.effect().mutable_cause()->set_timer_id(timer.id());
    draft.clear_timer(timer.id(), instant_from_micros(timer.due_micros()));
    LEAKPROOF_TRY(call_processor(
        draft, [&] { return dependencies_.processor.on_timer(timer, draft); },
        [&] {
          lead::v1::DeadLetter dead_letter;
          dead_letter.set_topic("timer:" + timer.id());
          dead_letter.set_value(timer.payload());
          return dead_letter;
        }));
    crash_point(CrashPoint::kBeforeTimer);
    LEAKPROOF_TRY(send(draft));
  }
  return !due.empty();
}

Result<bool> Task::mark(const std::string& id, Instant now, void (TaskDraft::*how)(const std::string&)) {
  LEAKPROOF_ASSIGN(open, overlay_->get(outbox_key(id)));
  if (!open) return false;  // an effect in flight takes it back; when that settles, the outbox forgets it
  TaskDraft draft = new_draft(now);
  draft.effect().mutable_cause()->set_outbox_id(id);
  (draft.*how)(id);
  crash_point(CrashPoint::kBeforeMark);
  LEAKPROOF_TRY(send(draft));
  return true;
}

Result<bool> Task::drive_outbox(Instant now) {
  if (in_flight() >= limits::kInFlightMax) return false;
  bool progressed = false;
  const auto to_mark = outbox_.start_due(now, limits::kOutboxAStep);
  for (const auto& id : outbox_.take_attempts_to_take_back()) {
    LEAKPROOF_ASSIGN(sent, mark(id, now, &TaskDraft::take_back_attempt));
    progressed |= sent;
  }
  for (const auto& id : to_mark) {
    LEAKPROOF_ASSIGN(sent, mark(id, now, &TaskDraft::start_attempt));
    progressed |= sent;
  }
  for (auto& finished : outbox_.take_finished(now, limits::kOutboxAStep)) {
    TaskDraft draft = new_draft(now);
    draft.effect().mutable_cause()->set_outbox_id(finished.entry.id());
    draft.end_call(finished.entry.id());
    crash_point(CrashPoint::kAfterPerform);
    LEAKPROOF_TRY(call_processor(
        draft, [&] { return dependencies_.processor.on_outbox(finished.entry, finished.outcome, draft); },
        [&] {
          lead::v1::DeadLetter dead_letter;
          dead_letter.set_topic("outbox:" + finished.entry.id());
          return dead_letter;
        }));
    LEAKPROOF_TRY(send(draft));
    progressed = true;
  }
  for (const auto& change : outbox_.take_receiver_changes())
    dependencies_.observer.on_receiver_state_changed(spec_, change);
  dependencies_.observer.on_oldest_call_age(spec_,
                                            std::max(Duration::zero(), now - outbox_.oldest_enqueued().value_or(now)));
  return progressed;
}

Result<bool> Task::process_inputs(Instant now) {
  inputs_looked_at_ = now;
  std::size_t taken = 0;
  std::size_t idle = 0;
  while (taken < limits::kInputsAStep && idle < inputs_.size() && in_flight() < limits::kInFlightMax) {
    auto& input = inputs_[next_input_++ % inputs_.size()];
    LEAKPROOF_ASSIGN(one, input.input.is_journal ? process_journal_item(input, now) : process_record(input, now));
    idle = one ? 0 : idle + 1;
    taken += one;
  }
  const bool more = idle < inputs_.size() && last_input_appended_ != Instant::max();
  dependencies_.observer.on_input_lag(spec_,
                                      more ? std::max(Duration::zero(), now - last_input_appended_) : Duration::zero());
  return taken > 0;
}

Result<bool> Task::process_record(InputState& input, Instant now) {
  LEAKPROOF_CHECK(input.reader && !input.journal_reader);
  if (input.records.empty()) {
    std::vector<Record> batch;
    LEAKPROOF_TRY(input.reader->read(limits::kReadBatch, batch));
    input.records.assign(std::make_move_iterator(batch.begin()), std::make_move_iterator(batch.end()));
    if (input.records.empty()) return false;
  }
  const Record record = std::move(input.records.front());
  input.records.pop_front();
  last_input_appended_ = record.appended;
  TaskDraft draft = new_draft(now);
  draft.effect().mutable_cause()->mutable_input()->set_topic(input.input.topic);
  draft.effect().mutable_cause()->mutable_input()->set_offset(record.offset.value());
  LEAKPROOF_CHECK(record.offset.value() >= input.next.next_offset());  // none is taken twice
  input.next.set_next_offset(after(record.offset).value());
  input.moved = true;
  if (uncarried_inputs_++ == 0) before_empty_effect_ = Backoff(now, limits::kIdleInputsAge);
  LEAKPROOF_TRY(call_processor(
      draft, [&] { return dependencies_.processor.on_record(input.input.topic, record, draft); },
      [&] {
        lead::v1::DeadLetter dead_letter;
        dead_letter.set_topic(input.input.topic);
        dead_letter.set_offset(record.offset.value());
        dead_letter.set_key(record.key);
        dead_letter.set_value(record.value);
        return dead_letter;
      }));
  LEAKPROOF_TRY(send(draft));
  return true;
}

Result<bool> Task::process_journal_item(InputState& input, Instant now) {
  LEAKPROOF_CHECK(input.journal_reader && !input.reader);
  if (input.items.empty()) {
    std::vector<JournalItem> batch;
    LEAKPROOF_TRY(input.journal_reader->read(limits::kReadBatch, batch));
    input.items.assign(std::make_move_iterator(batch.begin()), std::make_move_iterator(batch.end()));
    if (input.items.empty()) return false;
  }
  JournalItem item = std::move(input.items.front());
  input.items.pop_front();
  last_input_appended_ = item.appended;
  LEAKPROOF_CHECK(item.offset.value() >= input.next.next_offset());  // none is taken twice
  input.next.set_next_offset(after(item.offset).value());
  *input.next.mutable_reader() = item.after;
  input.moved = true;
  if (uncarried_inputs_++ == 0) before_empty_effect_ = Backoff(now, limits::kIdleInputsAge);
  if (item.admission != Admission::kCounts) return true;
  LEAKPROOF_CHECK(item.record && item.record->has_effect());
  TaskDraft draft = new_draft(now, item.record.arena());  // the facts passed on stay where they are
  draft.effect().mutable_cause()->mutable_input()->set_topic(input.input.topic);
  draft.effect().mutable_cause()->mutable_input()->set_offset(item.offset.value());
  for (auto& event : *item.record->mutable_effect()->mutable_events()) {
    const std::string workspace_id = event.workspace_id();
    const std::string event_id = event.event_id();
    LEAKPROOF_TRY(call_processor(
        draft, [&] { return dependencies_.processor.on_event(event, draft); },
        [&] {
          lead::v1::DeadLetter dead_letter;
          dead_letter.set_topic(input.input.topic);
          dead_letter.set_offset(item.offset.value());
          dead_letter.set_key(workspace_id);
          dead_letter.set_event_id(event_id);  // the event itself stays where the offset says
          return dead_letter;
        }));
  }
  LEAKPROOF_TRY(send(draft));
  return true;
}

// Inputs without consequence still move the position on, now and then; and the store is flushed now and then.
Status Task::run_maintenance(Instant now) {
  LEAKPROOF_CHECK(store_ && epoch_);
  if (before_flush_.is_over(now)) {
    before_flush_ = Backoff(now, limits::kFlushEvery);
    LEAKPROOF_TRY(store_->flush());
  }
  if (in_flight() >= limits::kInFlightMax) return {};
  if (uncarried_inputs_ == 0 || (uncarried_inputs_ < limits::kIdleInputsMax && !before_empty_effect_.is_over(now)))
    return {};
  TaskDraft draft = new_draft(now);
  draft.effect().mutable_cause()->set_housekeeping(true);
  return send(draft);
}

}  // namespace leakproof::stream
