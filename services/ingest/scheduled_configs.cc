#include "ingest/scheduled_configs.h"

#include <algorithm>
#include <functional>
#include <tuple>

#include "config/accept.h"
#include "ingest/keys.h"
#include "ingest/limits.h"
#include "stream/append_sender.h"
#include "stream/fact.h"
#include "stream/typed_state.h"

namespace leakproof::ingest {
namespace {

using lead::v1::ConfigCommand;
using lead::v1::Event;
using Entry = state::v1::ScheduledConfig;

bool is_ended(const Entry& entry) { return entry.state() != Entry::WAITING && entry.state() != Entry::DUE; }

void tell(const Entry& entry, lead::v1::ConfigScheduled::State state, Event& fact) {
  auto& told = *fact.mutable_config_scheduled();
  told.set_state(state);
  told.set_scheduled_id(entry.scheduled_id());
  told.set_from_micros(entry.from_micros());
  told.set_reason(entry.reason());
}

// The command as it will be handed in, but for the version that it names then.
ConfigCommand command_of(const ConfigCommand& scheduling, const std::string& scheduled_id) {
  ConfigCommand command = scheduling;
  command.clear_schedule();
  command.set_yaml(scheduling.schedule().yaml());
  command.set_scheduled_id(scheduled_id);
  return command;
}

// Why it cannot be scheduled; nothing when it can.
struct Refusal {
  std::string reason;
  bool version_conflict = false;
};
Refusal refusal_of(const ConfigCommand& command, std::int64_t version_in_force, int waiting) {
  const auto expected = command.expected_version();
  if (version_in_force == 0)
    return {"workspace " + command.workspace_id() + " has no configuration yet: apply one at once first"};
  if (expected != -1 && (expected < version_in_force || expected > version_in_force + waiting))
    return {"version " + std::to_string(version_in_force) + " is in force, not " + std::to_string(expected) +
                ": get it, carry your change over and schedule again",
            true};
  if (waiting >= kScheduledConfigsMax)
    return {std::to_string(waiting) + " configurations wait for their time already: cancel one first"};
  if (command.author().size() + command.message().size() > kScheduledWordsMax)
    return {"author and message must not exceed " + std::to_string(kScheduledWordsMax) + " bytes together"};
  auto at_once = command_of(command, "");
  at_once.set_expected_version(-1);
  return {config::accept(at_once, {version_in_force, ""}).reason};
}

}  // namespace

ScheduledConfigs::ScheduledConfigs(std::string workspace, stream::Draft& draft)
    : workspace_(std::move(workspace)),
      draft_(draft),
      row_(stream::load<state::v1::ScheduledConfigs>(draft, scheduled_configs_key(workspace_))) {}

void ScheduledConfigs::schedule(const ConfigCommand& command, std::int64_t version_in_force, Event& fact) {
  const auto& entries = row_.configs();
  const auto repeated = std::ranges::find(entries, command.request_id(), &Entry::request_id);
  if (!command.request_id().empty() && repeated != entries.end())
    return tell(*repeated, lead::v1::ConfigScheduled::WAITING, fact);
  const auto waiting = static_cast<int>(std::ranges::count_if(entries, std::not_fn(is_ended)));
  if (const auto refused = refusal_of(command, version_in_force, waiting); !refused.reason.empty()) {
    fact.mutable_config_refused()->set_reason(refused.reason);
    fact.mutable_config_refused()->set_version_in_force(version_in_force);
    fact.mutable_config_refused()->set_version_conflict(refused.version_conflict);
    return;
  }
  tell(add(command), lead::v1::ConfigScheduled::WAITING, fact);
  save();
}

Entry& ScheduledConfigs::add(const ConfigCommand& command) {
  row_.set_count(row_.count() + 1);
  auto& entry = *row_.add_configs();
  entry.set_scheduled_id("s" + std::to_string(row_.count()));
  entry.set_state(Entry::WAITING);
  entry.set_from_micros(command.schedule().from_micros());
  entry.set_expected_version(command.expected_version());
  entry.set_author(command.author());
  entry.set_message(command.message());
  entry.set_request_id(command.request_id());
  stream::store(draft_, scheduled_text_key(workspace_, entry.scheduled_id()),
                command_of(command, entry.scheduled_id()));
  state::v1::ScheduledConfigDue due;
  due.set_workspace_id(workspace_);
  due.set_scheduled_id(entry.scheduled_id());
  draft_.set_timer(timer_id(entry), instant_from_micros(entry.from_micros()), due.SerializeAsString());
  return entry;
}

void ScheduledConfigs::cancel(const ConfigCommand& command, Event& fact) {
  auto* entry = find(command.cancels());
  const bool repeated = entry != nullptr && entry->state() == Entry::CANCELLED && !command.request_id().empty() &&
                        entry->cancel_request_id() == command.request_id();
  const bool can_be = entry != nullptr && (entry->state() == Entry::WAITING || entry->state() == Entry::NOT_APPLIED);
  if (!repeated && !can_be) {
    auto& told = *fact.mutable_config_scheduled();
    told.set_state(lead::v1::ConfigScheduled::NOT_FOUND);
    told.set_scheduled_id(command.cancels());
    return;
  }
  if (can_be) {
    draft_.clear_timer(timer_id(*entry), instant_from_micros(entry->from_micros()));
    entry->set_cancel_request_id(command.request_id());
    end(*entry, Entry::CANCELLED);
  }
  tell(*entry, lead::v1::ConfigScheduled::CANCELLED, fact);
  save();
}

void ScheduledConfigs::come_due(const std::string& scheduled_id, std::int64_t version_in_force) {
  auto* entry = find(scheduled_id);
  if (entry == nullptr || entry->state() != Entry::WAITING) return;
  if (entry->expected_version() != -1 && entry->expected_version() != version_in_force)
    not_applied(*entry, "version " + std::to_string(version_in_force) + " came between", version_in_force);
  else
    hand_in(*entry, version_in_force);
  save();
}

// It names the version in force also where its author did not care: a call that is made twice then has one effect.
void ScheduledConfigs::hand_in(Entry& entry, std::int64_t version_in_force) {
  auto command = stream::load<ConfigCommand>(draft_, scheduled_text_key(workspace_, entry.scheduled_id()));
  command.set_expected_version(version_in_force);
  command.set_received_micros(to_micros(draft_.now()));
  entry.set_state(Entry::DUE);
  entry.set_handed_in_over(version_in_force);
  journal::v1::OutboxEntry call;
  call.set_id(workspace_ + ":config:" + entry.scheduled_id() + ":" + std::to_string(version_in_force));
  call.set_channel(stream::kAppendConfigChannel);
  call.set_payload(command.SerializeAsString());
  draft_.enqueue(std::move(call));
}

void ScheduledConfigs::on_applied(const std::string& scheduled_id) {
  auto* entry = find(scheduled_id);
  if (entry == nullptr || entry->state() == Entry::APPLIED) return;
  entry->clear_reason();
  end(*entry, Entry::APPLIED);
  save();
}

bool ScheduledConfigs::on_refused(const ConfigCommand& command, const lead::v1::ConfigRefused& refused) {
  auto* entry = find(command.scheduled_id());
  if (entry == nullptr) return false;
  if (entry->state() != Entry::DUE || entry->handed_in_over() != command.expected_version()) return true;
  const auto version = refused.version_in_force();
  if (!refused.version_conflict())
    not_applied(*entry, refused.reason().substr(0, refused.reason().find('\n')), version);
  else if (entry->expected_version() == -1)
    hand_in(*entry, version);
  else
    not_applied(*entry, "version " + std::to_string(version) + " came between", version);
  save();
  return true;
}

void ScheduledConfigs::on_not_handed_in(const std::string& scheduled_id, const std::string& detail) {
  auto* entry = find(scheduled_id);
  if (entry == nullptr || entry->state() != Entry::DUE) return;
  not_applied(*entry, "the log did not take it: " + detail, entry->handed_in_over());
  save();
}

void ScheduledConfigs::not_applied(Entry& entry, const std::string& reason, std::int64_t version_in_force) {
  entry.set_reason(reason);
  auto fact = stream::make_fact({.workspace_id = workspace_, .command_id = entry.request_id()}, draft_.now());
  tell(entry, lead::v1::ConfigScheduled::NOT_APPLIED, fact);
  fact.mutable_config_scheduled()->set_version_in_force(version_in_force);
  draft_.emit(std::move(fact));
  end(entry, Entry::NOT_APPLIED);
}

// The text of one that was not applied stays with it, for its author to take it up again.
void ScheduledConfigs::end(Entry& entry, Entry::State state) {
  entry.set_state(state);
  entry.set_ended_micros(to_micros(draft_.now()));
  if (state != Entry::NOT_APPLIED) draft_.erase(scheduled_text_key(workspace_, entry.scheduled_id()));
}

Entry* ScheduledConfigs::find(const std::string& scheduled_id) {
  auto& entries = *row_.mutable_configs();
  const auto found = std::ranges::find(entries, scheduled_id, &Entry::scheduled_id);
  return found == entries.end() ? nullptr : &*found;
}

std::string ScheduledConfigs::timer_id(const Entry& entry) const {
  return std::string(kScheduledConfigTimer) + workspace_ + ":" + entry.scheduled_id();
}

// Those that wait by time, then those that ended, the last of them first and only so many.
void ScheduledConfigs::save() {
  auto& entries = *row_.mutable_configs();
  std::ranges::stable_sort(entries, {}, [](const Entry& entry) {
    return is_ended(entry) ? std::tuple(true, -entry.ended_micros()) : std::tuple(false, entry.from_micros());
  });
  const auto first_ended = static_cast<int>(std::ranges::count_if(entries, std::not_fn(is_ended)));
  for (int last = entries.size() - 1; last >= first_ended + kScheduledEndedKept; --last) {
    draft_.erase(scheduled_text_key(workspace_, entries[last].scheduled_id()));
    entries.RemoveLast();
  }
  stream::store(draft_, scheduled_configs_key(workspace_), row_);
}

}  // namespace leakproof::ingest
