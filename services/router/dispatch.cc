// Tested by: services/router/router_processor_test.cc
#include "router/dispatch.h"

#include <algorithm>

#include "router/decision_codec.h"
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
      return RoutedLead::OPEN_OFFER;
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

Dispatch::Dispatch(stream::Draft& draft, const InForce& in_force, const std::string& engine_version, Origin origin)
    : draft_(draft),
      in_force_(in_force),
      engine_version_(engine_version),
      origin_(std::move(origin)),
      workspace_(in_force.workspace.workspace_id()),
      book_(draft, workspace_),
      roster_(draft, workspace_, in_force.routing),
      chain_(draft, workspace_) {}

void Dispatch::emit(const Lead& lead, lead::v1::Event event) {
  const bool ours = lead.lead().lead_id() == origin_.lead_id;
  event.set_workspace_id(workspace_);
  event.set_lead_id(lead.lead().lead_id());
  event.set_occurred_micros(to_micros(draft_.now()));
  event.set_received_micros(ours && origin_.received_micros != 0 ? origin_.received_micros : lead.received_micros());
  event.set_traceparent(ours && !origin_.traceparent.empty() ? origin_.traceparent : lead.traceparent());
  if (ours) event.set_command_id(origin_.command_id);
  draft_.emit(std::move(event));
}

void Dispatch::record_config(const std::string& workspace_bytes) {
  lead::v1::AuditRecord record;
  auto& config = *record.mutable_config();
  config.set_version(in_force_.version);
  config.set_hash(in_force_.hash);
  config.set_workspace(workspace_bytes);
  lead::v1::Event event;
  *event.mutable_audit() = chain_.append(std::move(record));
  event.set_workspace_id(workspace_);
  event.set_occurred_micros(to_micros(draft_.now()));
  event.set_traceparent(origin_.traceparent);
  event.set_command_id(origin_.command_id);
  draft_.emit(std::move(event));
}

Situation Dispatch::situation_of(const Lead& lead, Trigger trigger, const std::string& claimed_by) {
  Situation situation;
  situation.trigger = trigger;
  situation.now = draft_.now();
  situation.claimed_by = MemberId(claimed_by);
  situation.ownership_token = lead.ownership_token();
  if (is_owned(lead)) {
    situation.previous_owner = MemberId(lead.member_id());
    situation.previous_owner_on_leave = roster_.seen(situation.previous_owner).on_leave;
  }
  if (in_force_.routing.any_sticky) situation.last_owner = MemberId(lead.last_owner_id());
  situation.grade = lead.score().grade();
  if (trigger == Trigger::kHandedBack) situation.handed_back_by = JourneyId(lead.journey_id());
  if (starts_over(trigger)) return situation;
  situation.attempt = lead.attempt();
  for (const auto& member : lead.tried()) situation.tried.emplace_back(member);
  situation.pinned_pool = PoolId(lead.pool_id());
  return situation;
}

bool Dispatch::route(Lead lead, Trigger trigger, const std::string& claimed_by) {
  Situation situation = situation_of(lead, trigger, claimed_by);
  return route(std::move(lead), std::move(situation));
}

// Whoever had it is not asked again, unless a person names him; how many had it counts anew.
void Dispatch::transfer(Lead lead, const Transfer& transfer, const std::string& to_pool) {
  Situation situation = situation_of(lead, Trigger::kTransfer, {});
  situation.attempt = 0;
  situation.transfer = transfer;
  if (!to_pool.empty()) situation.pinned_pool = PoolId(to_pool);
  route(std::move(lead), std::move(situation));
}

bool Dispatch::route(Lead lead, Situation situation) {
  const Attributes score = score_attributes(lead.score());
  const LeadRecord seen(in_force_.routing, lead.lead().attributes(), score);
  situation.record = &seen.record();
  const Verdict verdict = decide(in_force_.routing, situation, [this](const Pool& pool) { return roster_.look(pool); });
  const bool was_waiting = status_of(lead) == LeadStatus::kHeld && situation.trigger != Trigger::kHoldExpired &&
                           situation.trigger != Trigger::kRepeatEnquiry;
  if (was_waiting && verdict.outcome == Outcome::kHeld && verdict.chosen.pool.value() == lead.pool_id()) return false;
  const Lead before = lead;
  record(lead, situation, verdict);
  carry_out(before, std::move(lead), situation, verdict);
  return true;
}

void Dispatch::record(Lead& lead, const Situation& situation, const Verdict& verdict) {
  const Stamp stamp{chain_.next_decision_id(), lead.lead().lead_id(), lead.last_decision_id(), draft_.cause(),
                    in_force_.version,         in_force_.hash,        engine_version_};
  lead::v1::AuditRecord record;
  *record.mutable_decision() =
      encode(stamp, situation, verdict, lead.lead().attributes(), score_attributes(lead.score()));
  lead.set_last_decision_id(stamp.decision_id);
  lead::v1::Event event;
  *event.mutable_audit() = chain_.append(std::move(record));
  emit(lead, std::move(event));
}

void Dispatch::carry_out(const Lead& before, Lead lead, const Situation& situation, const Verdict& verdict) {
  lead.set_enquiry_pending(false);
  lead.set_decided_micros(to_micros(draft_.now()));
  if (!moves(verdict.outcome)) {
    lead.set_claimed(false);
    return book_.save(lead);
  }
  clear_timers(before);
  enter(lead, situation, verdict);
  released(before, lead, situation);
  book_.save(lead);
  if (verdict.outcome == Outcome::kAssigned) roster_.picked(verdict);
  if (verdict.outcome == Outcome::kClaimed || verdict.outcome == Outcome::kTransferred)
    roster_.took(verdict.chosen.member);
  if (situation.trigger == Trigger::kOfferTaken) roster_.took_from(PoolId(lead.pool_id()));
  set_timers(lead);
  announce(lead, situation, verdict);
  if (verdict.outcome == Outcome::kHeld && !lead.pool_id().empty()) look_again(lead.pool_id(), std::nullopt);
}

// The lead's own fields for where it is now.
void Dispatch::enter(Lead& lead, const Situation& situation, const Verdict& verdict) {
  const bool given = verdict.outcome == Outcome::kTransferred;  // the pool's work as before
  const bool assigned = verdict.outcome == Outcome::kAssigned || given, claimed = verdict.outcome == Outcome::kClaimed;
  const bool taken = situation.trigger == Trigger::kOfferTaken, held = verdict.outcome == Outcome::kHeld;
  const std::int64_t now = to_micros(draft_.now());
  lead.set_held_since_micros(!held ? 0 : status_of(lead) == LeadStatus::kHeld ? lead.held_since_micros() : now);
  lead.set_status(status_after(verdict.outcome));
  lead.set_member_id(assigned || claimed ? verdict.chosen.member.value() : "");
  if (!claimed) lead.set_pool_id(verdict.chosen.pool.value());
  if (!given) lead.set_counted_pool_id(assigned || taken ? lead.pool_id() : "");
  lead.set_journey_id(verdict.chosen.journey.value());
  lead.set_ownership_token(verdict.ownership_token);
  lead.set_attempt(situation.attempt +
                   (assigned || (claimed && !taken) || verdict.outcome == Outcome::kOffered ? 1 : 0));
  enter_people(lead, situation, verdict);
  lead.set_assigned_micros(assigned || claimed ? now : 0);
  lead.set_claimed(claimed && !taken);
  lead.set_accepted_micros(claimed ? now : 0);
  if (claimed) lead.set_last_owner_id(lead.member_id());
  lead.set_warn_at_micros(micros_or_zero(verdict.warn_at));
  lead.set_breach_at_micros(micros_or_zero(verdict.breach_at));
  lead.set_hold_until_micros(micros_or_zero(verdict.hold_until));
  lead.clear_next_warn_at_micros(), lead.clear_next_breach_at_micros();
  if (taken) set_next_step(lead);
  lead.set_hold_key(held ? hold_key(lead.score().total(), instant_from_micros(lead.received_micros())) : "");
  lead.set_hold_reason(held ? std::string(name_of(verdict.reason)) : "");
  lead.clear_closed_reason(), lead.clear_closed_detail();
  enter_history(lead, situation, taken);
}

// What sweeps and people look at: the last step, and whether it came back.
void Dispatch::enter_history(Lead& lead, const Situation& situation, bool taken) {
  const std::int64_t now = to_micros(draft_.now());
  const bool enquired = situation.trigger == Trigger::kNewLead || situation.trigger == Trigger::kRepeatEnquiry;
  const bool given_back = situation.trigger == Trigger::kDeclined || situation.trigger == Trigger::kRecycled;
  lead.set_last_step_micros(is_owned(lead) ? now : 0);
  lead.set_returned_micros(is_owned(lead) || enquired ? 0 : given_back ? now : lead.returned_micros());
  if (!taken) lead.clear_last_step(), lead.clear_unreachable_micros();
  if (enquired) lead.clear_value_minor(), lead.clear_currency();
}

// Who had it, who has it, and who may have it.
void Dispatch::enter_people(Lead& lead, const Situation& situation, const Verdict& verdict) {
  lead.clear_tried(), lead.clear_offered();
  for (const auto& member : situation.tried) lead.add_tried(member.value());
  const auto add_tried = [&](const std::string& member) {
    if (std::ranges::find(lead.tried(), member) == lead.tried().end()) lead.add_tried(member);
  };
  if (!lead.member_id().empty()) add_tried(lead.member_id());
  for (const auto& member : verdict.offered) lead.add_offered(member.value()), add_tried(member.value());
}

void Dispatch::set_timers(const Lead& lead) {
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

void Dispatch::clear_timers(const Lead& lead) {
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

void Dispatch::accept(Lead lead) {
  clear_timers(lead);
  lead.set_warn_at_micros(0);
  lead.set_breach_at_micros(0);
  lead.set_status(RoutedLead::ACCEPTED);
  lead.set_accepted_micros(to_micros(draft_.now()));
  lead.set_last_owner_id(lead.member_id());
  set_next_step(lead);
  set_timers(lead);
  book_.save(lead);
  changed(lead, AssignmentChanged::ACCEPTED, "");
}

void Dispatch::await_next_step(Lead lead) {
  if (!lead.claimed()) {  // a claim has no timers
    clear_timers(lead);
    set_next_step(lead);
    set_timers(lead);
  }
  book_.save(lead);
}

void Dispatch::set_next_step(Lead& lead) {
  const Pool* pool = in_force_.routing.pool(PoolId(lead.pool_id()));
  const Member* member = in_force_.routing.member(MemberId(lead.member_id()));
  Deadlines due;
  if (pool != nullptr && member != nullptr)
    due = deadlines(pool->sla.next_step_for(lead.score().grade()), *member, draft_.now());
  lead.set_next_warn_at_micros(micros_or_zero(due.warn_at));
  lead.set_next_breach_at_micros(micros_or_zero(due.breach_at));
}

void Dispatch::decline_offer(Lead lead, const std::string& member, const std::string& reason) {
  changed_for(lead, member, AssignmentChanged::DECLINED, reason);
  auto& offered = *lead.mutable_offered();
  offered.erase(std::remove(offered.begin(), offered.end(), member), offered.end());
  book_.save(lead);
  if (offered.empty()) route(std::move(lead), Trigger::kDeclined);
}

void Dispatch::close(Lead lead, const std::string& reason, const std::string& detail) {
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
  book_.save(lead);
}

void Dispatch::finish() {
  std::set<std::string> pools = std::exchange(freed_pools_, {});
  for (const auto& member : std::exchange(freed_, {})) {
    for (const Pool* pool : roster_.pools_of(member)) pools.insert(pool->id.value());
  }
  drain(pools);
}

}  // namespace leakproof::router
