#include "stream/task_draft.h"

#include <unordered_set>

#include "stream/limits.h"
#include "stream/outbox.h"
#include "stream/store_layout.h"

namespace leakproof::stream {

TaskDraft::TaskDraft(Overlay& overlay, Origin origin, Instant now, SharedArena arena, Outbox* outbox)
    : overlay_(overlay),
      origin_(std::move(origin)),
      now_(now),
      outbox_(outbox),
      record_(std::move(arena)),
      effect_(*record_->mutable_effect()) {
  LEAKPROOF_CHECK(origin_.epoch.value() >= 0 && origin_.seq >= 1);
  effect_.set_epoch(origin_.epoch.value());
  effect_.set_seq(origin_.seq);
  effect_.set_now_micros(to_micros(now));
}

std::optional<std::string> TaskDraft::get(std::string_view key) {
  auto found = overlay_.get(value_key(key));
  if (found.ok()) return *std::move(found);
  if (store_status_.ok()) store_status_ = found.error();
  return std::nullopt;
}

void TaskDraft::scan(std::string_view prefix, std::string_view from, const Visit& visit) {
  auto status =
      overlay_.scan(value_key(prefix), from.empty() ? std::string() : value_key(from),
                    [&](std::string_view key, std::string_view value) { return visit(key.substr(1), value); });
  if (!status.ok() && store_status_.ok()) store_status_ = status;
}

void TaskDraft::write(std::string key, std::optional<std::string> value) {
  LEAKPROOF_CHECK(!key.empty());
  auto* change = effect_.add_state_changes();
  overlay_.write(value_key(key), value);
  change->set_key(std::move(key));
  if (value) change->set_value(*std::move(value));
}

std::string TaskDraft::emit(lead::v1::Event event) {
  LEAKPROOF_CHECK(!event.workspace_id().empty());
  event.set_event_id(origin_.stage + "-" + std::to_string(origin_.partition) + "-" +
                     std::to_string(origin_.epoch.value()) + "-" + std::to_string(origin_.seq) + "-" +
                     std::to_string(++emitted_));
  if (event.occurred_micros() == 0) event.set_occurred_micros(to_micros(now_));
  effect_.mutable_events()->AddAllocated(new lead::v1::Event(std::move(event)));  // the arena's from now on
  return effect_.events().rbegin()->event_id();
}

void TaskDraft::set_timer(std::string id, Instant due, std::string payload) {
  LEAKPROOF_CHECK(!id.empty());
  auto* timer = effect_.add_timers_set();
  timer->set_id(std::move(id));
  timer->set_due_micros(to_micros(due));
  timer->set_payload(std::move(payload));
  overlay_.write(timer_key(due, timer->id()), timer->SerializeAsString());
}

void TaskDraft::clear_timer(std::string id, Instant due) {
  LEAKPROOF_CHECK(!id.empty());
  overlay_.write(timer_key(due, id), std::nullopt);
  auto& set = *effect_.mutable_timers_set();
  for (int i = 0; i < set.size(); ++i) {  // set and cleared by the same input: it never was
    if (set[i].id() == id && set[i].due_micros() == to_micros(due)) set.DeleteSubrange(i--, 1);
  }
  auto* cleared = effect_.add_timers_cleared();
  cleared->set_id(std::move(id));
  cleared->set_due_micros(to_micros(due));
}

void TaskDraft::enqueue(journal::v1::OutboxEntry entry) {
  LEAKPROOF_CHECK(!entry.id().empty());
  entry.set_enqueued_micros(to_micros(now_));
  overlay_.write(outbox_key(entry.id()), entry.SerializeAsString());
  *effect_.add_outbox_added() = std::move(entry);
}

bool TaskDraft::withdraw(const std::string& outbox_id) {
  if (outbox_ != nullptr && !outbox_->withdraw(outbox_id)) return false;
  end_call(outbox_id);
  return true;
}

void TaskDraft::end_call(const std::string& outbox_id) {
  LEAKPROOF_CHECK(!outbox_id.empty());
  overlay_.write(outbox_key(outbox_id), std::nullopt);
  overlay_.write(started_key(outbox_id), std::nullopt);
  effect_.add_outbox_removed(outbox_id);
}

void TaskDraft::start_attempt(const std::string& outbox_id) {
  LEAKPROOF_CHECK(!outbox_id.empty());
  overlay_.write(started_key(outbox_id), std::string());
  effect_.add_outbox_started()->set_id(outbox_id);
}

void TaskDraft::take_back_attempt(const std::string& outbox_id) {
  LEAKPROOF_CHECK(!outbox_id.empty());
  overlay_.write(started_key(outbox_id), std::nullopt);
  auto& start = *effect_.add_outbox_started();
  start.set_id(outbox_id);
  start.set_taken_back(true);
}

std::string TaskDraft::cause() const {
  auto& cause = effect_.cause();
  if (cause.has_input())
    return cause.input().topic() + "/" + std::to_string(origin_.partition) + "@" +
           std::to_string(cause.input().offset());
  if (!cause.timer_id().empty()) return "timer:" + cause.timer_id();
  if (!cause.outbox_id().empty()) return "outbox:" + cause.outbox_id();
  return "housekeeping";
}

bool TaskDraft::empty() const {
  return effect_.events().empty() && effect_.state_changes().empty() && effect_.timers_set().empty() &&
         effect_.timers_cleared().empty() && effect_.outbox_added().empty() && effect_.outbox_started().empty() &&
         effect_.outbox_removed().empty();
}

TaskDraft::Savepoint TaskDraft::savepoint() const {
  return {overlay_.savepoint(),         effect_.events_size(),         effect_.state_changes_size(),
          effect_.timers_set_size(),    effect_.timers_cleared_size(), effect_.outbox_added_size(),
          effect_.outbox_removed_size()};
}

void TaskDraft::rollback(const Savepoint& savepoint) {
  overlay_.rollback(savepoint.overlay);
  auto cut = [](auto* field, int size) {
    LEAKPROOF_CHECK(0 <= size && size <= field->size());  // a draft only adds
    field->DeleteSubrange(size, field->size() - size);
  };
  cut(effect_.mutable_events(), savepoint.events);
  cut(effect_.mutable_state_changes(), savepoint.changes);
  cut(effect_.mutable_timers_set(), savepoint.timers_set);
  cut(effect_.mutable_timers_cleared(), savepoint.timers_cleared);
  cut(effect_.mutable_outbox_added(), savepoint.outbox_added);
  cut(effect_.mutable_outbox_removed(), savepoint.outbox_removed);
  measured_ = {};
  measured_bytes_ = 0;
}

std::size_t TaskDraft::bytes_since(const Savepoint& savepoint) const {
  std::size_t bytes = 0;
  auto add = [&](const auto& field, int from) {
    for (int i = from; i < field.size(); ++i) bytes += field[i].ByteSizeLong();
  };
  add(effect_.events(), savepoint.events);
  add(effect_.state_changes(), savepoint.changes);
  add(effect_.timers_set(), savepoint.timers_set);
  add(effect_.timers_cleared(), savepoint.timers_cleared);
  add(effect_.outbox_added(), savepoint.outbox_added);
  return bytes;
}

// Measures each part once. What was taken back since counts all the same: a slice may end too early, never too late.
bool TaskDraft::has_room() const {
  measured_bytes_ += bytes_since(measured_);
  measured_ = savepoint();
  return measured_bytes_ < limits::kSliceBytesMax;
}

bool TaskDraft::fits(const Savepoint& savepoint) {
  const std::size_t bytes = bytes_ + bytes_since(savepoint);
  if (bytes > limits::kEffectBytesMax) return false;
  bytes_ = bytes;
  return true;
}

void TaskDraft::coalesce_changes() {
  auto& changes = *effect_.mutable_state_changes();
  std::unordered_set<std::string_view> seen;
  int kept = changes.size();
  for (int i = changes.size() - 1; i >= 0; --i) {
    if (seen.insert(changes[i].key()).second) changes.SwapElements(i, --kept);
  }
  LEAKPROOF_CHECK(static_cast<std::size_t>(changes.size() - kept) == seen.size());
  changes.DeleteSubrange(0, kept);
}

}  // namespace leakproof::stream
