#include "router/domain/lead_transition.h"

#include <algorithm>

#include "base/check.h"
#include "router/domain/hold_order.h"
#include "router/domain/routing.h"
#include "router/domain/sla.h"

namespace leakproof::router {
namespace {

LeadStatus status_after(Outcome outcome) {
  switch (outcome) {
    case Outcome::kAssigned:
    case Outcome::kTransferred:
      return LeadStatus::kAssigned;
    case Outcome::kHeld:
      return LeadStatus::kHeld;
    case Outcome::kNurtured:
      return LeadStatus::kWithNurture;
    case Outcome::kClaimed:
      return LeadStatus::kAccepted;
    case Outcome::kEscalated:
      return LeadStatus::kEscalated;
    case Outcome::kOffered:
      return LeadStatus::kOffered;
    case Outcome::kKept:
    case Outcome::kSuperseded:
      break;
  }
  LEAKPROOF_CHECK(false);
  return {};
}

std::string hold_key_of(const RoutedLead& lead) { return hold_key(lead.score, lead.received_at.value_or(Instant())); }

void await_next_step(RoutedLead& lead, const Routing& routing, Instant now) {
  const Pool* pool = routing.pool(lead.pool);
  const Member* member = routing.member(lead.member);
  const bool known = pool != nullptr && member != nullptr;
  const Deadlines due = known ? deadlines(pool->sla.next_step_for(lead.grade), *member, now) : Deadlines();
  lead.next_warn_at = due.warn_at;
  lead.next_breach_at = due.breach_at;
}

// Who had it, who has it, and who may have it.
void enter_people(RoutedLead& lead, const RoutingInput& input, const RoutingDecision& decision) {
  lead.tried = input.tried;
  const auto add_tried = [&](const MemberId& member) {
    if (std::ranges::find(lead.tried, member) == lead.tried.end()) lead.tried.push_back(member);
  };
  if (!lead.member.empty()) add_tried(lead.member);
  lead.offered = decision.offered;
  for (const auto& member : lead.offered) add_tried(member);
}

// The last step, and whether it came back.
void enter_history(RoutedLead& lead, const RoutingInput& input) {
  const bool is_inquiry = input.trigger == Trigger::kNewLead || input.trigger == Trigger::kRepeatInquiry;
  const bool is_given_back = input.trigger == Trigger::kDeclined || input.trigger == Trigger::kRecycled;
  lead.last_step_at = lead.is_owned() ? std::optional(input.now) : std::nullopt;
  if (lead.is_owned() || is_inquiry)
    lead.returned_at.reset();
  else if (is_given_back)
    lead.returned_at = input.now;
  if (input.trigger != Trigger::kOfferTaken) {
    lead.last_step.reset();
    lead.unreachable_at.reset();
  }
  if (is_inquiry) lead.value = {};
}

// Whose lead it is now. A member whom a person named has it as the pool's work of before.
void enter_ownership(RoutedLead& lead, const RoutingInput& input, const RoutingDecision& decision) {
  const bool is_transferred = decision.outcome == Outcome::kTransferred;
  const bool is_assigned = decision.outcome == Outcome::kAssigned || is_transferred;
  const bool is_claimed = decision.outcome == Outcome::kClaimed;
  const bool is_taken = input.trigger == Trigger::kOfferTaken;
  const auto now = std::optional(input.now);
  lead.member = is_assigned || is_claimed ? decision.chosen.member : MemberId();
  if (!is_claimed) lead.pool = decision.chosen.pool;
  if (!is_transferred) lead.counted_pool = is_assigned || is_taken ? lead.pool : PoolId();
  lead.journey = decision.chosen.journey;
  lead.ownership_token = decision.ownership_token;
  const bool is_attempt = is_assigned || (is_claimed && !is_taken) || decision.outcome == Outcome::kOffered;
  lead.attempt = input.attempt + (is_attempt ? 1 : 0);
  lead.assigned_at = is_assigned || is_claimed ? now : std::nullopt;
  lead.accepted_at = is_claimed ? now : std::nullopt;
  lead.claimed = is_claimed && !is_taken;
  if (is_claimed) lead.last_owner = lead.member;
}

void enter(RoutedLead& lead, const RoutingInput& input, const RoutingDecision& decision, const Routing& routing) {
  const bool was_held = lead.status == LeadStatus::kHeld;
  move_to(lead, move_of(lead.status, input.trigger), status_after(decision.outcome));
  const bool is_held = lead.status == LeadStatus::kHeld;
  enter_ownership(lead, input, decision);
  enter_people(lead, input, decision);
  for (const auto& row : kLeadTimers) (lead.*row.due).reset();
  lead.warn_at = decision.warn_at;
  lead.breach_at = decision.breach_at;
  lead.hold_until = decision.hold_until;
  if (input.trigger == Trigger::kOfferTaken) await_next_step(lead, routing, input.now);
  if (!is_held)
    lead.held_since.reset();
  else if (!was_held)
    lead.held_since = input.now;
  lead.hold_key = is_held ? hold_key_of(lead) : "";
  lead.hold_reason = is_held ? decision.reason : Reason::kNone;
  lead.closed_reason.clear();
  lead.closed_detail.clear();
  enter_history(lead, input);
}

// Those whom it was offered to and who neither have it nor are offered it again.
void withdraw_offer(const RoutedLead& before, const std::string& reason, Transition& transition) {
  const RoutedLead& after = transition.lead;
  for (const auto& member : before.offered) {
    const bool offered_again = std::ranges::find(after.offered, member) != after.offered.end();
    if (member != after.member && !offered_again)
      transition.facts.push_back(fact_of(before, member, Assignment::kReclaimed, reason));
  }
}

void free_owner(const RoutedLead& before, Transition& transition) {
  const bool keeps = transition.lead.is_owned() && transition.lead.member == before.member;
  if (!before.is_owned() || keeps) return;
  transition.freed_member = before.member;
  transition.freed_pool = before.counted_pool;
}

// An owner who gave the lead away hears nothing of it.
void take_back(const RoutedLead& before, const RoutingInput& input, Transition& transition) {
  withdraw_offer(before, std::string(name_of(input.trigger)), transition);
  free_owner(before, transition);
  const bool gave_away = input.trigger == Trigger::kDeclined || input.trigger == Trigger::kRecycled;
  if (!transition.freed_member.empty() && !gave_away)
    transition.facts.push_back(fact_of(before, Assignment::kReclaimed, std::string(name_of(input.trigger))));
}

void hand_over(const RoutingInput& input, Outcome outcome, Transition& transition) {
  const RoutedLead& lead = transition.lead;
  const std::string trigger(name_of(input.trigger));
  if (outcome == Outcome::kClaimed) transition.facts.push_back(fact_of(lead, Assignment::kAccepted, trigger));
  if (lead.status == LeadStatus::kAssigned) transition.facts.push_back(fact_of(lead, Assignment::kAssigned, trigger));
  for (const auto& member : lead.offered)
    transition.facts.push_back(fact_of(lead, member, Assignment::kOffered, trigger));
  if (lead.status == LeadStatus::kHeld)
    transition.facts.push_back(fact_of(lead, Assignment::kHeld, std::string(name_of(lead.hold_reason))));
}

// The owner keeps it and is to answer again, as if it were new: their ownership goes on.
void ask_again(const RoutedLead& before, const RoutingInput& input, const RoutingDecision& decision,
               Transition& transition) {
  RoutedLead& lead = transition.lead;
  move_to(lead, move_of(lead.status, input.trigger), LeadStatus::kAssigned);
  transition.cleared = timers_of(before);
  for (const auto& row : kLeadTimers) (lead.*row.due).reset();
  lead.warn_at = decision.warn_at;
  lead.breach_at = decision.breach_at;
  lead.assigned_at = input.now;
  lead.accepted_at.reset();
  lead.last_step_at = input.now;
  transition.set = timers_of(lead);
  transition.facts.push_back(fact_of(lead, Assignment::kAssigned, std::string(name_of(input.trigger))));
}

void take_attempt_back(RoutingInput& input) { input.attempt = std::max(0, input.attempt - 1); }

// A leave is no try: who had no time to act may have the lead when they are back, and it counts as no attempt.
void take_try_back(RoutingInput& input, const MemberId& member) {
  std::erase(input.tried, member);
  take_attempt_back(input);
}

}  // namespace

AssignmentFact fact_of(const RoutedLead& lead, Assignment state, std::string reason) {
  return fact_of(lead, lead.member, state, std::move(reason));
}
AssignmentFact fact_of(const RoutedLead& lead, const MemberId& member, Assignment state, std::string reason) {
  return {state, member, lead.pool, lead.ownership_token, lead.last_decision, std::move(reason)};
}

std::vector<TimerAt> timers_of(const RoutedLead& lead) {
  std::vector<TimerAt> timers;
  for (const auto& row : kLeadTimers) {
    if (lead.*row.due) timers.push_back({row.timer, *(lead.*row.due)});
  }
  return timers;
}

RoutingInput routing_input(const RoutedLead& lead, Trigger trigger, Instant now) {
  RoutingInput input;
  input.trigger = trigger;
  input.now = now;
  input.ownership_token = lead.ownership_token;
  if (lead.is_owned()) input.previous_owner = lead.member;
  input.grade = lead.grade;
  if (trigger == Trigger::kHandedBack) input.handed_back_by = lead.journey;
  if (trigger == Trigger::kRepeatInquiry) {
    const bool is_answering = lead.status == LeadStatus::kAssigned && lead.breach_at;  // their time is running
    if (lead.is_owned() && !is_answering) input.owner_pool = lead.pool;
    input.was_won = lead.status == LeadStatus::kClosed && lead.closed_reason == kClosedAsWon;
  }
  if (trigger == Trigger::kMemberAway)
    input.previous_owner_state =
        lead.status == LeadStatus::kAccepted ? PreviousOwner::kAccepted : PreviousOwner::kAssigned;
  if (starts_over(trigger)) return input;
  input.attempt = lead.attempt;
  input.tried = lead.tried;
  input.pinned_pool = lead.pool;
  if (trigger == Trigger::kMemberAway) take_try_back(input, lead.member);
  return input;
}

void spare_the_absent(const RoutedLead& lead, const std::vector<MemberId>& absent, RoutingInput& input) {
  for (const auto& member : absent) std::erase(input.tried, member);
  const bool nobody_had_time = !absent.empty() && absent.size() == lead.offered.size();
  if (nobody_had_time && input.trigger == Trigger::kResponseTimeout) take_attempt_back(input);
}

Transition decided(const RoutedLead& lead, const RoutingInput& input, const RoutingDecision& decision,
                   const DecisionId& id, const Routing& routing) {
  Transition transition{lead};
  transition.lead.last_decision = id;
  transition.lead.inquiry_pending = false;
  transition.lead.decided_at = input.now;
  if (!moves(decision.outcome)) {
    transition.lead.claimed = false;
    if (decision.breach_at) ask_again(lead, input, decision, transition);
    return transition;
  }
  enter(transition.lead, input, decision, routing);
  transition.cleared = timers_of(lead);
  transition.set = timers_of(transition.lead);
  take_back(lead, input, transition);
  hand_over(input, decision.outcome, transition);
  return transition;
}

Transition accepted(const RoutedLead& lead, const Routing& routing, Instant now) {
  Transition transition{lead, timers_of(lead)};
  RoutedLead& after = transition.lead;
  move_to(after, Move::kAccept, LeadStatus::kAccepted);
  after.warn_at.reset();
  after.breach_at.reset();
  after.accepted_at = now;
  after.last_owner = after.member;
  await_next_step(after, routing, now);
  transition.set = timers_of(after);
  transition.facts.push_back(fact_of(after, Assignment::kAccepted, ""));
  return transition;
}

Transition progressed(const RoutedLead& lead, const Routing& routing, Instant now) {
  Transition transition{lead};
  move_to(transition.lead, Move::kProgress, LeadStatus::kAccepted);
  if (lead.claimed) return transition;
  transition.cleared = timers_of(lead);
  await_next_step(transition.lead, routing, now);
  transition.set = timers_of(transition.lead);
  return transition;
}

Transition offer_declined(const RoutedLead& lead, const MemberId& member, const std::string& reason) {
  LEAKPROOF_CHECK(lead.status == LeadStatus::kOffered);
  Transition transition{lead};
  transition.facts.push_back(fact_of(lead, member, Assignment::kDeclined, reason));
  std::erase(transition.lead.offered, member);
  return transition;
}

Transition closed(const RoutedLead& lead, const std::string& reason, const std::string& detail) {
  Transition transition{lead, timers_of(lead)};
  RoutedLead& after = transition.lead;
  move_to(after, Move::kClose, LeadStatus::kClosed);
  auto& fact = transition.facts.emplace_back(fact_of(lead, Assignment::kClosed, reason));
  fact.detail = detail;
  if (reason == kClosedAsWon) fact.value = lead.value;
  after.offered.clear();
  withdraw_offer(lead, "closed", transition);
  free_owner(lead, transition);
  for (const auto& row : kLeadTimers) (after.*row.due).reset();
  for (const auto field : {&RoutedLead::held_since, &RoutedLead::returned_at, &RoutedLead::unreachable_at})
    (after.*field).reset();
  after.counted_pool = {};
  after.hold_key.clear();
  after.hold_reason = Reason::kNone;
  after.claimed = false;
  after.closed_reason = reason;
  after.closed_detail = detail;
  return transition;
}

void note(RoutedLead& lead, std::optional<Step> step, const DealValue& value, Instant now) {
  if (value.minor > 0) lead.value = value;
  if (!step) return;
  lead.last_step = step;
  lead.last_step_at = now;
  if (step != Step::kUnreachable)
    lead.unreachable_at.reset();
  else if (!lead.unreachable_at)
    lead.unreachable_at = now;
}

void inquired(RoutedLead& lead, Instant received_at) {
  lead.inquiry_pending = true;
  lead.claimed = false;
  lead.received_at = received_at;
  if (lead.status == LeadStatus::kHeld) lead.hold_key = hold_key_of(lead);
}

void rescored(RoutedLead& lead, double score, const std::string& grade) {
  lead.score = score;
  lead.grade = grade;
  if (lead.status == LeadStatus::kHeld) lead.hold_key = hold_key_of(lead);
}

void timer_fired(RoutedLead& lead, LeadTimer timer) { (lead.*row_of(timer).due).reset(); }

AssignmentFact timeout_of(const RoutedLead& lead, Trigger trigger) {
  if (trigger == Trigger::kHoldExpired)
    return fact_of(lead, Assignment::kHoldExpired, std::string(name_of(lead.hold_reason)));
  return fact_of(lead, Assignment::kBreached, trigger == Trigger::kNextStepTimeout ? "next_step" : "");
}

}  // namespace leakproof::router
