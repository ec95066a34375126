#include "router/routing_session.h"

#include "router/config/routing_codec.h"
#include "router/domain/due_times.h"
#include "router/domain/limits.h"
#include "router/state/keys.h"
#include "router/state/router_timer.h"
#include "router/state/stored.h"

namespace leakproof::router {

using state::v1::ReleaseState;
using state::v1::RouterTimer;

RoutingSession::RoutingSession(stream::Draft& draft, const ActiveConfig& active, const Engine& engine, Origin origin)
    : draft_(draft),
      active_(active),
      engine_(engine),
      workspace_(active.workspace.workspace_id()),
      leads_(draft, workspace_),
      roster_(draft, workspace_, active.routing),
      facts_(draft, workspace_, std::move(origin)),
      notifier_(draft, active, facts_, roster_),
      holds_(draft, active, leads_, roster_),
      chain_(draft, workspace_) {}

void RoutingSession::record_config(const std::string& workspace_bytes) {
  lead::v1::AuditRecord record;
  auto& config = *record.mutable_config();
  config.set_version(active_.version);
  config.set_hash(active_.hash);
  config.set_workspace(workspace_bytes);
  lead::v1::Event event;
  *event.mutable_audit() = chain_.append(std::move(record));
  facts_.emit(std::move(event));
}

RoutingInput RoutingSession::input_of(const RoutedLead& lead, Trigger trigger, const MemberId& claimed_by) {
  RoutingInput input = routing_input(lead, trigger, draft_.now());
  input.claimed_by = claimed_by;
  if (lead.is_owned()) input.previous_owner_on_leave = roster_.snapshot(lead.member).on_leave;
  const Pool* asks = active_.routing.pool(input.owner_pool);
  if (asks != nullptr && asks->repeat == Repeat::kIfAvailable)
    input.previous_owner_online = roster_.snapshot(lead.member).online;
  const Member* owner = active_.routing.member(lead.member);
  if (trigger == Trigger::kMemberAway && (owner == nullptr || owner->inactive))
    input.previous_owner_state = PreviousOwner::kGone;
  if (lead.status == LeadStatus::kOffered)
    spare_the_absent(lead, roster_.away_since(lead.decided_at.value_or(input.now), lead.offered), input);
  if (active_.routing.any_sticky || input.was_won) input.last_owner = lead.last_owner;
  return input;
}

bool RoutingSession::route(StoredLead lead, Trigger trigger, const MemberId& claimed_by) {
  RoutingInput input = input_of(lead.routed, trigger, claimed_by);
  return route(std::move(lead), std::move(input));
}

bool RoutingSession::route(StoredLead lead, RoutingInput input) {
  const Attributes score = score_attributes(lead.message.score());
  const LeadRecord seen(active_.routing, lead.message.lead().attributes(), score);
  input.record = &seen.record();
  const RoutingDecision decision =
      decide(active_.routing, input, [this](const Pool& pool) { return roster_.snapshot(pool); });
  const bool was_waiting = lead.routed.status == LeadStatus::kHeld && input.trigger != Trigger::kHoldExpired &&
                           input.trigger != Trigger::kRepeatInquiry;
  const bool is_held = decision.outcome == Outcome::kHeld;
  if (was_waiting && is_held && decision.chosen.pool == lead.routed.pool) return false;
  const DecisionId id(chain_.next_decision_id());
  record(lead, score, id, input, decision);
  const RoutedLead before = lead.routed;
  const Transition transition = decided(before, input, decision, id, active_.routing);
  store(lead, before, transition);
  if (decision.outcome == Outcome::kAssigned) roster_.count_assignment(decision);
  if (decision.outcome == Outcome::kClaimed || decision.outcome == Outcome::kTransferred)
    roster_.count_lead(decision.chosen.member);
  if (input.trigger == Trigger::kOfferTaken) roster_.count_lead(lead.routed.pool);
  notifier_.announce(lead, before, transition, input, decision);
  if (is_held && !lead.routed.pool.empty()) holds_.look_again(lead.routed.pool);
  return true;
}

void RoutingSession::record(const StoredLead& lead, const Attributes& score, const DecisionId& id,
                            const RoutingInput& input, const RoutingDecision& decision) {
  const Stamp stamp{id.value(),
                    lead.id(),
                    lead.routed.last_decision.value(),
                    draft_.cause(),
                    active_.version,
                    active_.hash,
                    engine_.version,
                    decision.zones.empty() ? "" : engine_.zone_data};
  lead::v1::AuditRecord record;
  *record.mutable_decision() = encode(stamp, input, decision, lead.message.lead().attributes(), score);
  lead::v1::Event event;
  *event.mutable_audit() = chain_.append(std::move(record));
  facts_.emit(lead, std::move(event));
}

bool RoutingSession::count_again(StoredLead lead) {
  const auto again = router::count_again(lead.routed, active_.routing);
  if (!again) return false;
  const RoutedLead before = lead.routed;
  store(lead, before, again->transition);
  lead::v1::Event event;
  auto& moved = *event.mutable_due_moved();
  moved.set_zone_data_before(before.clocks.zone_data);
  moved.set_zone_data(engine_.zone_data);
  for (const auto& each : again->moved) {
    auto& time = *moved.add_times();
    time.set_timer(std::string(row_of(each.timer).name));
    time.set_from_micros(to_micros(each.from));
    time.set_to_micros(to_micros(each.to));
  }
  facts_.emit(lead, std::move(event));
  return true;
}

void RoutingSession::carry_out(StoredLead& lead, const Transition& transition) {
  const RoutedLead before = lead.routed;
  store(lead, before, transition);
  notifier_.announce(lead, before, transition);
}

void RoutingSession::store(StoredLead& lead, const RoutedLead& before, const Transition& transition) {
  const auto made = [&](const TimerAt& at, const RoutedLead& of) {
    return timer(workspace_, stored(at.timer).kind, lead.id(), of.ownership_token);
  };
  for (const auto& at : transition.cleared) draft_.clear_timer(made(at, before).id(), at.due);
  lead.routed = transition.lead;
  if (!transition.cleared.empty() || !transition.set.empty())
    lead.routed.clocks = {engine_.zone_data, clocks_of(lead.routed, active_.routing)};
  leads_.save(lead);
  for (const auto& at : transition.set) {
    const auto each = made(at, lead.routed);
    draft_.set_timer(each.id(), at.due, each.payload());
  }
  if (!transition.freed_member.empty()) freed_.insert(transition.freed_member);
  if (!transition.freed_pool.empty()) freed_pools_.insert(transition.freed_pool);
}

void RoutingSession::drain(const std::set<PoolId>& pools, bool go_on) {
  holds_.drain(pools, go_on, [this](StoredLead lead, Trigger trigger) { return route(std::move(lead), trigger); });
}

void RoutingSession::drain_pools_of(const MemberId& member) {
  std::set<PoolId> pools;
  for (const Pool* pool : roster_.pools_of(member)) pools.insert(pool->id);
  drain(pools);
}

void RoutingSession::drain_in_time(const PoolId& pool, std::int64_t due_micros) {
  if (holds_.take_timer(pool, due_micros)) drain({pool}, true);
}

void RoutingSession::drain_all() { drain(holds_.pools()); }

bool RoutingSession::release_some(const MemberId& id, std::int64_t& moved) {
  const Member* member = active_.routing.member(id);
  const bool gone = member == nullptr || member->inactive;
  if (!gone && !roster_.snapshot(id).on_leave) return true;
  for (const auto& lead_id : leads_.owned_by(id)) {
    StoredLead lead = *leads_.find(lead_id);
    if (!gone && lead.routed.status != LeadStatus::kAssigned) continue;
    if (moved == kLeadsAStep || !draft_.has_room()) return false;
    ++moved;
    route(std::move(lead), Trigger::kMemberAway);
  }
  return true;
}

void RoutingSession::release(const MemberId& id) {
  std::int64_t moved = 0;
  if (release_some(id, moved)) return;
  const auto rest = timer(workspace_, RouterTimer::AWAY, id.value());
  draft_.set_timer(rest.id(), draft_.now(), rest.payload());
}

void RoutingSession::release_leavers() {
  const auto before = load<ReleaseState>(draft_, keys::release(workspace_));
  if (before.timer_micros() != 0)
    draft_.clear_timer(timer(workspace_, RouterTimer::RELEASE, "").id(), instant_from_micros(before.timer_micros()));
  ReleaseState state;
  state.set_version(active_.version);
  release_some(std::move(state));
}

void RoutingSession::release_leavers_in_time(std::int64_t due_micros) {
  auto state = find<ReleaseState>(draft_, keys::release(workspace_));
  if (state && state->timer_micros() == due_micros) release_some(*std::move(state));
}

void RoutingSession::release_some(ReleaseState state) {
  std::int64_t moved = 0;
  bool all = true;
  for (const auto& leaver : roster_.leavers(MemberId(state.after()))) {
    all = release_some(leaver.id, moved);
    if (!all) break;
    state.set_after(leaver.id.value());
  }
  if (all) return draft_.erase(keys::release(workspace_));
  state.set_moved(state.moved() + moved);
  state.set_left(0);
  for (const auto& leaver : roster_.leavers(MemberId(state.after()))) state.set_left(state.left() + leaver.open);
  state.set_timer_micros(to_micros(draft_.now()));
  router::store(draft_, keys::release(workspace_), state);
  const auto rest = timer(workspace_, RouterTimer::RELEASE, "");
  draft_.set_timer(rest.id(), draft_.now(), rest.payload());
}

void RoutingSession::finish() {
  std::set<PoolId> pools = std::exchange(freed_pools_, {});
  for (const auto& member : std::exchange(freed_, {})) {
    for (const Pool* pool : roster_.pools_of(member)) pools.insert(pool->id);
  }
  drain(pools);
}

}  // namespace leakproof::router
