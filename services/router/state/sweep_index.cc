// Tested by: services/router/sweeper_test.cc
#include "router/state/sweep_index.h"

#include <algorithm>

#include "router/domain/limits.h"
#include "router/state/keys.h"
#include "router/state/router_timer.h"
#include "router/state/stored.h"
#include "wire/canonical_bytes.h"

namespace leakproof::router {
namespace {

using state::v1::RouterTimer;
using state::v1::SweepCursor;
using state::v1::SweepMark;
using state::v1::SweepState;

bool is_duplicate(const lead::v1::Lead& lead) {
  const auto conflict = lead.attributes().find("identity_conflict");
  return conflict != lead.attributes().end() && conflict->second.flag();
}

// 0: it is not in the class. It changes each time that the lead enters the class anew.
std::int64_t mark_of(SweepKind kind, const StoredLead& stored) {
  const RoutedLead& lead = stored.routed;
  if (lead.status == LeadStatus::kClosed || lead.status == LeadStatus::kUnrouted) return 0;
  switch (kind) {
    case SweepKind::kUnowned:
      return lead.status == LeadStatus::kEscalated ? lead.ownership_token : 0;
    case SweepKind::kNoFollowUp:
      return lead.is_owned() ? micros_or_zero(std::max({lead.last_step_at, lead.accepted_at, lead.assigned_at})) : 0;
    case SweepKind::kReturned:
      return lead.is_owned() ? 0 : micros_or_zero(lead.returned_at);
    case SweepKind::kUnreachable:
      return lead.is_owned() ? micros_or_zero(lead.unreachable_at) : 0;
    case SweepKind::kDuplicate:
      return is_duplicate(stored.message.lead()) ? 1 : 0;
    case SweepKind::kTooOld:
      return std::max<std::int64_t>(1, micros_or_zero(lead.received_at));
  }
  return 0;
}

std::string state_key(const std::string& workspace, SweepKind kind) {
  return keys::sweep_state(workspace, name_of(kind));
}

journal::v1::Timer sweep_timer(const std::string& workspace, SweepKind kind, const std::string& action) {
  return timer(workspace, RouterTimer::SWEEP, std::string(name_of(kind)) + ":" + action);
}

}  // namespace

void SweepIndex::move(const state::v1::RoutedLead& before, StoredLead& after) {
  const std::string& id = after.id();
  auto& marks = *after.message.mutable_sweeps();
  marks.Clear();
  for (const auto kind : kSweepKinds) {
    const auto was = std::ranges::find(before.sweeps(), name_of(kind), &SweepMark::kind);
    const bool was_in = was != before.sweeps().end();
    const std::int64_t mark = mark_of(kind, after);
    if (!was_in && mark == 0) continue;
    if (was_in && was->mark() == mark) {
      *marks.Add() = *was;
      continue;
    }
    auto state = load<SweepState>(draft_, state_key(workspace_, kind));
    if (was_in) leave(kind, id, *was, state);
    if (mark != 0) {
      auto& entered = *marks.Add();
      entered.set_mark(mark);
      enter(kind, id, entered, state);
    }
    draft_.put(state_key(workspace_, kind), wire::canonical_bytes(state));
  }
}

// Behind where every rule has come to, also when the clock was set back: so each of them will see it.
void SweepIndex::enter(SweepKind kind, const std::string& lead_id, SweepMark& mark, SweepState& state) {
  std::int64_t since = to_micros(draft_.now());
  for (const auto& [action, cursor] : state.actions()) since = std::max(since, cursor.after_micros() + 1);
  mark.set_kind(std::string(name_of(kind)));
  mark.set_since_micros(since);
  draft_.put(keys::sweep(workspace_, name_of(kind), since, lead_id), std::to_string(since));
  state.set_leads(state.leads() + 1);
}

void SweepIndex::leave(SweepKind kind, const std::string& lead_id, const SweepMark& mark, SweepState& state) {
  const std::string key = keys::sweep(workspace_, name_of(kind), mark.since_micros(), lead_id);
  draft_.erase(key);
  state.set_leads(state.leads() - 1);
  LEAKPROOF_CHECK(state.leads() >= 0);
  for (auto& [action, cursor] : *state.mutable_actions()) {
    if (key <= cursor.after()) cursor.set_overdue(cursor.overdue() - 1);
  }
}

std::optional<SweepIndex::Look> SweepIndex::look(const SweepRule& rule, std::int64_t due_micros) {
  const auto state = load<SweepState>(draft_, state_key(workspace_, rule.kind));
  const auto cursor = state.actions().find(std::string(name_of(rule.action)));
  const bool in_force = cursor != state.actions().end() && cursor->second.look_micros() == due_micros;
  if (!in_force) return std::nullopt;  // taken back
  const Instant now = draft_.now(), until = now - rule.after;
  Look look{{}, now + rule.after};  // whoever comes after now
  const std::string& behind = cursor->second.after();
  draft_.scan(keys::sweep_of(workspace_, name_of(rule.kind)), behind,
              [&](std::string_view key, std::string_view value) {
                if (key == behind) return true;
                const std::int64_t since = std::stoll(std::string(value));
                if (look.found.size() == kLeadsAStep || instant_from_micros(since) > until) {
                  look.next = std::max(now, instant_from_micros(since) + rule.after);
                  return false;
                }
                look.found.push_back({std::string(key), keys::last_part(key), since});
                return true;
              });
  return look;
}

void SweepIndex::pass(const SweepRule& rule, const Found& found) {
  auto state = load<SweepState>(draft_, state_key(workspace_, rule.kind));
  auto& cursor = (*state.mutable_actions())[std::string(name_of(rule.action))];
  cursor.set_after(found.key);
  cursor.set_after_micros(found.since_micros);
  cursor.set_overdue(cursor.overdue() + 1);
  draft_.put(state_key(workspace_, rule.kind), wire::canonical_bytes(state));
}

void SweepIndex::look_again(const SweepRule& rule, Instant at) {
  auto state = load<SweepState>(draft_, state_key(workspace_, rule.kind));
  const std::string action(name_of(rule.action));
  set_timer(rule.kind, action, at, (*state.mutable_actions())[action]);
  draft_.put(state_key(workspace_, rule.kind), wire::canonical_bytes(state));
}

void SweepIndex::plan(const std::vector<SweepRule>& rules) {
  for (const auto kind : kSweepKinds) {
    const auto stored = find<SweepState>(draft_, state_key(workspace_, kind));
    auto state = stored.value_or(SweepState());
    auto& actions = *state.mutable_actions();
    const auto kept = [&](const std::string& action) {
      return std::ranges::any_of(
          rules, [&](const SweepRule& rule) { return rule.kind == kind && name_of(rule.action) == action; });
    };
    for (auto at = actions.begin(); at != actions.end();) {
      if (!kept(at->first)) clear_timer(kind, at->first, at->second);
      at = kept(at->first) ? std::next(at) : actions.erase(at);
    }
    for (const auto& rule : rules) {
      const std::string action(name_of(rule.action));
      if (rule.kind != kind) continue;
      if (actions[action].look_micros() == to_micros(draft_.now())) continue;
      clear_timer(kind, action, actions[action]);
      set_timer(kind, action, draft_.now(), actions[action]);
    }
    if (stored || !actions.empty()) draft_.put(state_key(workspace_, kind), wire::canonical_bytes(state));
  }
}

void SweepIndex::set_timer(SweepKind kind, const std::string& action, Instant at, SweepCursor& cursor) {
  auto timer = sweep_timer(workspace_, kind, action);
  cursor.set_look_micros(to_micros(at));
  draft_.set_timer(timer.id(), at, timer.payload());
}

void SweepIndex::clear_timer(SweepKind kind, const std::string& action, const SweepCursor& cursor) {
  if (cursor.look_micros() == 0) return;
  draft_.clear_timer(sweep_timer(workspace_, kind, action).id(), instant_from_micros(cursor.look_micros()));
}

}  // namespace leakproof::router
