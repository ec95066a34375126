// Tested by: services/router/router_processor_test.cc
#include "router/routing_session.h"

#include <algorithm>

#include "router/audit/decision_codec.h"
#include "router/domain/hold_order.h"
#include "router/domain/sla.h"

namespace leakproof::router {
namespace {

using lead::v1::AssignmentChanged;
using state::v1::RoutedLead;
using state::v1::RouterTimer;

RoutedLead::Status status_after(Outcome outcome) {
  switch (outcome) {
    case Outcome::kAssigned:
    case Outcome::kTransferred:
      return RoutedLead::ASSIGNED;
    case Outcome::kHeld:
      return RoutedLead::HELD;
    case Outcome::kNurtured:
      return RoutedLead::WITH_NURTURE;
    case Outcome::kClaimed:
      return RoutedLead::ACCEPTED;
    case Outcome::kEscalated:
      return RoutedLead::ESCALATED;
    case Outcome::kOffered:
      return RoutedLead::OFFERED;
    case Outcome::kKept:
    case Outcome::kSuperseded:
      break;
  }
  LEAKPROOF_CHECK(false);
  return {};
}

std::int64_t micros_or_zero(const std::optional<Instant>& at) { return at ? to_micros(*at) : 0; }

}  // namespace

journal::v1::Timer timer(const std::string& workspace, RouterTimer::Kind kind, const std::string& subject,
                         std::int64_t token) {
  static constexpr const char* kNames[] = {"", "warn", "breach", "hold", "drain", "away", "next_warn", "next_breach"};
  RouterTimer payload;
  payload.set_workspace_id(workspace);
  payload.set_kind(kind);
  payload.set_subject_id(subject);
  payload.set_ownership_token(token);
  journal::v1::Timer result;
  result.set_id(std::string(kNames[kind]) + ":" + workspace + ":" + subject +
                (token == 0 ? "" : ":" + std::to_string(token)));
  result.set_payload(payload.SerializeAsString());
  return result;
}

RoutingSession::RoutingSession(stream::Draft& draft, const ActiveConfig& active, const std::string& engine_version,
                               Origin origin)
    : draft_(draft),
      active_(active),
      engine_version_(engine_version),
      origin_(std::move(origin)),
      workspace_(active.workspace.workspace_id()),
      leads_(draft, workspace_),
      roster_(draft, workspace_, active.routing),
      chain_(draft, workspace_) {}

void RoutingSession::emit(const Lead& lead, lead::v1::Event event) {
  const bool ours = lead.lead().lead_id() == origin_.lead_id;
  event.set_workspace_id(workspace_);
  event.set_lead_id(lead.lead().lead_id());
  event.set_occurred_micros(to_micros(draft_.now()));
  event.set_received_micros(ours && origin_.received_micros != 0 ? origin_.received_micros : lead.received_micros());
  event.set_traceparent(ours && !origin_.traceparent.empty() ? origin_.traceparent : lead.traceparent());
  if (ours) event.set_command_id(origin_.command_id);
  draft_.emit(std::move(event));
}

void RoutingSession::record_config(const std::string& workspace_bytes) {
  lead::v1::AuditRecord record;
  auto& config = *record.mutable_config();
  config.set_version(active_.version);
  config.set_hash(active_.hash);
  config.set_workspace(workspace_bytes);
  lead::v1::Event event;
  *event.mutable_audit() = chain_.append(std::move(record));
  event.set_workspace_id(workspace_);
  event.set_occurred_micros(to_micros(draft_.now()));
  event.set_traceparent(origin_.traceparent);
  event.set_command_id(origin_.command_id);
  draft_.emit(std::move(event));
}

RoutingInput RoutingSession::input_of(const Lead& lead, Trigger trigger, const std::string& claimed_by) {
  RoutingInput input;
  input.trigger = trigger;
  input.now = draft_.now();
  input.claimed_by = MemberId(claimed_by);
  input.ownership_token = lead.ownership_token();
  if (is_owned(lead)) {
    input.previous_owner = MemberId(lead.member_id());
    input.previous_owner_on_leave = roster_.seen(input.previous_owner).on_leave;
  }
  if (active_.routing.any_sticky) input.last_owner = MemberId(lead.last_owner_id());
  input.grade = lead.score().grade();
  if (trigger == Trigger::kHandedBack) input.handed_back_by = JourneyId(lead.journey_id());
  if (starts_over(trigger)) return input;
  input.attempt = lead.attempt();
  for (const auto& member : lead.tried()) input.tried.emplace_back(member);
  input.pinned_pool = PoolId(lead.pool_id());
  return input;
}

bool RoutingSession::route(Lead lead, Trigger trigger, const std::string& claimed_by) {
  RoutingInput input = input_of(lead, trigger, claimed_by);
  return route(std::move(lead), std::move(input));
}

// Whoever had it is not asked again, unless a person names him; how many had it counts anew.
void RoutingSession::transfer(Lead lead, const Transfer& transfer, const std::string& to_pool) {
  RoutingInput input = input_of(lead, Trigger::kTransfer, {});
  input.attempt = 0;
  input.transfer = transfer;
  if (!to_pool.empty()) input.pinned_pool = PoolId(to_pool);
  route(std::move(lead), std::move(input));
}

bool RoutingSession::route(Lead lead, RoutingInput input) {
  const Attributes score = score_attributes(lead.score());
  const LeadRecord seen(active_.routing, lead.lead().attributes(), score);
  input.record = &seen.record();
  const RoutingDecision decision =
      decide(active_.routing, input, [this](const Pool& pool) { return roster_.look(pool); });
  const bool was_waiting = status_of(lead) == LeadStatus::kHeld && input.trigger != Trigger::kHoldExpired &&
                           input.trigger != Trigger::kRepeatInquiry;
  if (was_waiting && decision.outcome == Outcome::kHeld && decision.chosen.pool.value() == lead.pool_id()) return false;
  const Lead before = lead;
  record(lead, input, decision);
  carry_out(before, std::move(lead), input, decision);
  return true;
}

void RoutingSession::record(Lead& lead, const RoutingInput& input, const RoutingDecision& decision) {
  const Stamp stamp{chain_.next_decision_id(), lead.lead().lead_id(), lead.last_decision_id(), draft_.cause(),
                    active_.version,           active_.hash,          engine_version_};
  lead::v1::AuditRecord record;
  *record.mutable_decision() = encode(stamp, input, decision, lead.lead().attributes(), score_attributes(lead.score()));
  lead.set_last_decision_id(stamp.decision_id);
  lead::v1::Event event;
  *event.mutable_audit() = chain_.append(std::move(record));
  emit(lead, std::move(event));
}

void RoutingSession::carry_out(const Lead& before, Lead lead, const RoutingInput& input,
                               const RoutingDecision& decision) {
  lead.set_inquiry_pending(false);
  lead.set_decided_micros(to_micros(draft_.now()));
  if (!moves(decision.outcome)) {
    lead.set_claimed(false);
    return leads_.save(lead);
  }
  clear_timers(before);
  enter(lead, input, decision);
  released(before, lead, input);
  leads_.save(lead);
  if (decision.outcome == Outcome::kAssigned) roster_.picked(decision);
  if (decision.outcome == Outcome::kClaimed || decision.outcome == Outcome::kTransferred)
    roster_.took(decision.chosen.member);
  if (input.trigger == Trigger::kOfferTaken) roster_.took_from(PoolId(lead.pool_id()));
  set_timers(lead);
  announce(lead, input, decision);
  if (decision.outcome == Outcome::kHeld && !lead.pool_id().empty()) look_again(lead.pool_id(), std::nullopt);
}

// The lead's own fields for where it is now.
void RoutingSession::enter(Lead& lead, const RoutingInput& input, const RoutingDecision& decision) {
  const bool given = decision.outcome == Outcome::kTransferred;  // the pool's work as before
  const bool assigned = decision.outcome == Outcome::kAssigned || given,
             claimed = decision.outcome == Outcome::kClaimed;
  const bool taken = input.trigger == Trigger::kOfferTaken, held = decision.outcome == Outcome::kHeld;
  const std::int64_t now = to_micros(draft_.now());
  lead.set_held_since_micros(!held ? 0 : status_of(lead) == LeadStatus::kHeld ? lead.held_since_micros() : now);
  lead.set_status(status_after(decision.outcome));
  lead.set_member_id(assigned || claimed ? decision.chosen.member.value() : "");
  if (!claimed) lead.set_pool_id(decision.chosen.pool.value());
  if (!given) lead.set_counted_pool_id(assigned || taken ? lead.pool_id() : "");
  lead.set_journey_id(decision.chosen.journey.value());
  lead.set_ownership_token(decision.ownership_token);
  lead.set_attempt(input.attempt + (assigned || (claimed && !taken) || decision.outcome == Outcome::kOffered ? 1 : 0));
  enter_people(lead, input, decision);
  lead.set_assigned_micros(assigned || claimed ? now : 0);
  lead.set_claimed(claimed && !taken);
  lead.set_accepted_micros(claimed ? now : 0);
  if (claimed) lead.set_last_owner_id(lead.member_id());
  lead.set_warn_at_micros(micros_or_zero(decision.warn_at));
  lead.set_breach_at_micros(micros_or_zero(decision.breach_at));
  lead.set_hold_until_micros(micros_or_zero(decision.hold_until));
  lead.clear_next_warn_at_micros(), lead.clear_next_breach_at_micros();
  if (taken) set_next_step(lead);
  lead.set_hold_key(held ? hold_key(lead.score().total(), instant_from_micros(lead.received_micros())) : "");
  lead.set_hold_reason(held ? std::string(name_of(decision.reason)) : "");
  lead.clear_closed_reason(), lead.clear_closed_detail();
  enter_history(lead, input, taken);
}

// What sweeps and people look at: the last step, and whether it came back.
void RoutingSession::enter_history(Lead& lead, const RoutingInput& input, bool taken) {
  const std::int64_t now = to_micros(draft_.now());
  const bool inquired = input.trigger == Trigger::kNewLead || input.trigger == Trigger::kRepeatInquiry;
  const bool given_back = input.trigger == Trigger::kDeclined || input.trigger == Trigger::kRecycled;
  lead.set_last_step_micros(is_owned(lead) ? now : 0);
  lead.set_returned_micros(is_owned(lead) || inquired ? 0 : given_back ? now : lead.returned_micros());
  if (!taken) lead.clear_last_step(), lead.clear_unreachable_micros();
  if (inquired) lead.clear_value_minor(), lead.clear_currency();
}

// Who had it, who has it, and who may have it.
void RoutingSession::enter_people(Lead& lead, const RoutingInput& input, const RoutingDecision& decision) {
  lead.clear_tried(), lead.clear_offered();
  for (const auto& member : input.tried) lead.add_tried(member.value());
  const auto add_tried = [&](const std::string& member) {
    if (std::ranges::find(lead.tried(), member) == lead.tried().end()) lead.add_tried(member);
  };
  if (!lead.member_id().empty()) add_tried(lead.member_id());
  for (const auto& member : decision.offered) lead.add_offered(member.value()), add_tried(member.value());
}

void RoutingSession::set_timers(const Lead& lead) {
  const auto set = [&](RouterTimer::Kind kind, std::int64_t due_micros) {
    if (due_micros == 0) return;
    auto made = timer(workspace_, kind, lead.lead().lead_id(), lead.ownership_token());
    draft_.set_timer(made.id(), instant_from_micros(due_micros), made.payload());
  };
  set(RouterTimer::WARN, lead.warn_at_micros());
  set(RouterTimer::BREACH, lead.breach_at_micros());
  set(RouterTimer::HOLD, lead.hold_until_micros());
  set(RouterTimer::NEXT_WARN, lead.next_warn_at_micros());
  set(RouterTimer::NEXT_BREACH, lead.next_breach_at_micros());
}

void RoutingSession::clear_timers(const Lead& lead) {
  const auto clear = [&](RouterTimer::Kind kind, std::int64_t due_micros) {
    if (due_micros == 0) return;
    draft_.clear_timer(timer(workspace_, kind, lead.lead().lead_id(), lead.ownership_token()).id(),
                       instant_from_micros(due_micros));
  };
  clear(RouterTimer::WARN, lead.warn_at_micros());
  clear(RouterTimer::BREACH, lead.breach_at_micros());
  clear(RouterTimer::HOLD, lead.hold_until_micros());
  clear(RouterTimer::NEXT_WARN, lead.next_warn_at_micros());
  clear(RouterTimer::NEXT_BREACH, lead.next_breach_at_micros());
}

void RoutingSession::accept(Lead lead) {
  clear_timers(lead);
  lead.set_warn_at_micros(0);
  lead.set_breach_at_micros(0);
  lead.set_status(RoutedLead::ACCEPTED);
  lead.set_accepted_micros(to_micros(draft_.now()));
  lead.set_last_owner_id(lead.member_id());
  set_next_step(lead);
  set_timers(lead);
  leads_.save(lead);
  changed(lead, AssignmentChanged::ACCEPTED, "");
}

void RoutingSession::await_next_step(Lead lead) {
  if (!lead.claimed()) {  // a claim has no timers
    clear_timers(lead);
    set_next_step(lead);
    set_timers(lead);
  }
  leads_.save(lead);
}

void RoutingSession::set_next_step(Lead& lead) {
  const Pool* pool = active_.routing.pool(PoolId(lead.pool_id()));
  const Member* member = active_.routing.member(MemberId(lead.member_id()));
  Deadlines due;
  if (pool != nullptr && member != nullptr)
    due = deadlines(pool->sla.next_step_for(lead.score().grade()), *member, draft_.now());
  lead.set_next_warn_at_micros(micros_or_zero(due.warn_at));
  lead.set_next_breach_at_micros(micros_or_zero(due.breach_at));
}

void RoutingSession::decline_offer(Lead lead, const std::string& member, const std::string& reason) {
  changed_for(lead, member, AssignmentChanged::DECLINED, reason);
  auto& offered = *lead.mutable_offered();
  offered.erase(std::remove(offered.begin(), offered.end(), member), offered.end());
  leads_.save(lead);
  if (offered.empty()) route(std::move(lead), Trigger::kDeclined);
}

void RoutingSession::close(Lead lead, const std::string& reason, const std::string& detail) {
  clear_timers(lead);
  if (is_owned(lead)) freed_.insert(MemberId(lead.member_id()));
  if (!lead.counted_pool_id().empty()) freed_pools_.insert(lead.counted_pool_id());
  auto closed = assignment_changed(lead, AssignmentChanged::CLOSED, reason);
  closed.mutable_assignment_changed()->set_detail(detail);
  if (reason == "won") {
    closed.mutable_assignment_changed()->set_value_minor(lead.value_minor());
    closed.mutable_assignment_changed()->set_currency(lead.currency());
  }
  emit(lead, std::move(closed));
  const Lead before = lead;
  lead.clear_offered();
  withdraw_offer(before, lead, "closed");
  lead.set_status(RoutedLead::CLOSED);
  lead.set_closed_reason(reason);
  lead.set_closed_detail(detail);
  for (auto clear : {&Lead::set_warn_at_micros, &Lead::set_breach_at_micros, &Lead::set_hold_until_micros,
                     &Lead::set_next_warn_at_micros, &Lead::set_next_breach_at_micros, &Lead::set_held_since_micros,
                     &Lead::set_returned_micros, &Lead::set_unreachable_micros})
    (lead.*clear)(0);
  lead.clear_counted_pool_id();
  lead.clear_hold_key();
  lead.clear_hold_reason();
  lead.set_claimed(false);
  leads_.save(lead);
}

void RoutingSession::finish() {
  std::set<std::string> pools = std::exchange(freed_pools_, {});
  for (const auto& member : std::exchange(freed_, {})) {
    for (const Pool* pool : roster_.pools_of(member)) pools.insert(pool->id.value());
  }
  drain(pools);
}

}  // namespace leakproof::router
