#include "router/domain/decide.h"

#include <algorithm>

#include "base/check.h"
#include "router/domain/limits.h"
#include "router/domain/routing.h"
#include "router/domain/sla.h"

namespace leakproof::router {
namespace {

void end(RoutingDecision& decision, const RoutingInput& input, Outcome outcome, Reason reason) {
  decision.outcome = outcome;
  decision.reason = reason;
  decision.ownership_token = input.ownership_token + (moves(outcome) ? 1 : 0);
}

void hold(RoutingDecision& decision, const RoutingInput& input, const Pool* pool, Reason reason) {
  end(decision, input, Outcome::kHeld, reason);
  const bool stated = pool != nullptr && pool->hold_max > Duration::zero();
  decision.hold_until = input.now + (stated ? pool->hold_max : kHoldMaxDefault);
}

bool keeps_it(const Routing& routing, const RoutingInput& input, const Pool* pool) {
  const Member* owner = routing.member(input.previous_owner);
  if (owner == nullptr || owner->inactive || input.previous_owner_on_leave) return false;
  if (pool == nullptr || pool->repeat == Repeat::kKeep) return true;
  return pool->repeat == Repeat::kIfAvailable && input.previous_owner_online && owner->schedule.is_open(input.now);
}

// The owner keeps a lead that inquires again, and is to answer it: their time begins.
bool kept(const Routing& routing, const RoutingInput& input, RoutingDecision& decision) {
  const Pool* pool = routing.pool(input.owner_pool);
  if (!keeps_it(routing, input, pool)) return false;
  decision.chosen.member = input.previous_owner;
  end(decision, input, Outcome::kKept, Reason::kOwnerAvailable);
  if (pool == nullptr) return true;
  decision.chosen.pool = pool->id;
  const Deadlines due = deadlines(pool->sla.respond_for(input.grade), *routing.member(input.previous_owner), input.now);
  decision.warn_at = due.warn_at;
  decision.breach_at = due.breach_at;
  return true;
}

// A person's word, or an owner who keeps the lead: neither rules nor pools are asked.
bool decided_by_people(const Routing& routing, const RoutingInput& input, RoutingDecision& decision) {
  if (!input.claimed_by.empty()) {
    decision.chosen.member = input.claimed_by;
    const bool taken = input.trigger == Trigger::kOfferTaken;
    const bool takes_it = taken || input.trigger == Trigger::kClaim;
    end(decision, input, takes_it ? Outcome::kClaimed : Outcome::kSuperseded,
        taken ? Reason::kFirstToAccept : Reason::kClaimed);
    return true;
  }
  return input.trigger == Trigger::kRepeatInquiry && !input.previous_owner.empty() && kept(routing, input, decision);
}

// The member whom a person named, looked at as the only candidate.
void transfer(const Routing& routing, const RoutingInput& input, const LoadPool& look, RoutingDecision& decision) {
  const Transfer& transfer = *input.transfer;
  const Pool hand{.id = {}, .members = {{.id = transfer.to}}};
  const Member& member = *routing.member(transfer.to);
  decision.candidates = candidates_of(routing, hand, look(hand).members, {*input.record, input.now, {}});
  decision.overridden = decision.candidates.front().reason;
  decision.chosen.pool = input.pinned_pool;
  decision.chosen.member = transfer.to;
  end(decision, input, Outcome::kTransferred, transfer.by_team_lead ? Reason::kByTeamLead : Reason::kByOwner);
  const Pool* pool = routing.pool(input.pinned_pool);
  const Deadlines due =
      pool == nullptr ? Deadlines() : deadlines(pool->sla.respond_for(input.grade), member, input.now);
  decision.warn_at = due.warn_at;
  decision.breach_at = due.breach_at;
}

// Where a lead goes that waited too long in a pool; nowhere means that it is escalated.
Destination overflow_of(const Pool& pool) {
  switch (pool.overflow) {
    case Overflow::kWait:
      return {.pool = pool.id, .journey = {}};
    case Overflow::kFallback:
      return {.pool = pool.fallback, .journey = {}};
    case Overflow::kNurture:
      return {.pool = {}, .journey = pool.overflow_journey};
    case Overflow::kEscalate:
      break;
  }
  return {};
}

// Where to look: the pool chosen before (what is behind it, when the lead waited too long there), else what the rules
// say.
Destination destination(const Routing& routing, const RoutingInput& input, RoutingDecision& decision) {
  if (input.sweep && !input.sweep->journey.empty()) return {.pool = {}, .journey = input.sweep->journey};
  if (const Pool* pinned = routing.pool(input.pinned_pool)) {
    return input.trigger == Trigger::kHoldExpired ? overflow_of(*pinned)
                                                  : Destination{.pool = pinned->id, .journey = {}};
  }
  const JourneyId& barred = input.handed_back_by;
  decision.walk = walk_rules(routing.rules, *input.record, input.now, barred);
  if (decision.walk.matched == nullptr)
    return barred.empty() || routing.fallback.journey != barred ? routing.fallback : Destination();
  decision.chosen.rule = decision.walk.matched->id;
  return decision.walk.matched->to;
}

void look_at(const Routing& routing, const RoutingInput& input, const Pool& pool, const LoadPool& look,
             RoutingDecision& decision) {
  const PoolSnapshot seen = look(pool);
  LEAKPROOF_CHECK(seen.members.size() == pool.members.size());
  decision.pool = pool.id;
  decision.picks = seen.picks;
  decision.load = seen.load;
  decision.credits = seen.credits;
  decision.candidates = candidates_of(routing, pool, seen.members, {*input.record, input.now, input.tried});
}

bool nobody_left_to_try(const Routing& routing, const RoutingInput& input, const Pool& pool) {
  return std::ranges::all_of(pool.members, [&](const PoolMember& seat) {
    const Member* member = routing.member(seat.id);
    return member == nullptr || member->inactive || std::ranges::find(input.tried, seat.id) != input.tried.end();
  });
}

void give(const Routing& routing, const RoutingInput& input, const Pool& pool, RoutingDecision& decision) {
  const Candidate& candidate = decision.candidates[*decision.turn.picked];
  decision.chosen.member = candidate.member;
  end(decision, input, Outcome::kAssigned, decision.turn.reason);
  const Deadlines due = deadlines(pool.sla.respond_for(input.grade), *routing.member(candidate.member), input.now);
  decision.warn_at = due.warn_at;
  decision.breach_at = due.breach_at;
}

// Everybody has their own time: the offer ends when the last of them has had it.
void offer(const Routing& routing, const RoutingInput& input, const Pool& pool, RoutingDecision& decision) {
  end(decision, input, Outcome::kOffered, Reason::kNone);
  for (const std::size_t i : decision.turn.offered) {
    const MemberId& member = decision.candidates[i].member;
    decision.offered.push_back(member);
    const Deadlines due = deadlines(pool.sla.respond_for(input.grade), *routing.member(member), input.now);
    decision.warn_at = std::max(decision.warn_at, due.warn_at);
    decision.breach_at = std::max(decision.breach_at, due.breach_at);
  }
}

void assign(const Routing& routing, const RoutingInput& input, const Pool& pool, const LoadPool& look,
            RoutingDecision& decision) {
  decision.chosen.pool = pool.id;
  if (pool.sla.attempts_max > 0 && input.attempt >= pool.sla.attempts_max) {
    return end(decision, input, Outcome::kEscalated, Reason::kAttemptsMax);
  }
  look_at(routing, input, pool, look, decision);
  if (const auto full = reached(pool.caps, decision.load)) return hold(decision, input, &pool, pool_at(*full));
  decision.turn =
      take_turn(pool, {decision.account_owner, input.last_owner, input.was_won}, decision.candidates, decision.credits);
  if (decision.turn.picked) return give(routing, input, pool, decision);
  if (!decision.turn.offered.empty()) return offer(routing, input, pool, decision);
  if (!input.tried.empty() && nobody_left_to_try(routing, input, pool)) {
    return end(decision, input, Outcome::kEscalated, Reason::kAlreadyTried);
  }
  hold(decision, input, &pool, Reason::kNoEligibleMember);
}

void nurture(const RoutingInput& input, const JourneyId& journey, RoutingDecision& decision) {
  decision.chosen.journey = journey;
  const Reason reason = input.trigger == Trigger::kHoldExpired         ? Reason::kHoldOverflow
                        : input.sweep && !input.sweep->journey.empty() ? Reason::kSwept
                                                                       : Reason::kNone;
  end(decision, input, Outcome::kNurtured, reason);
}

RoutingDecision decided(const Routing& routing, const RoutingInput& input, const LoadPool& look) {
  RoutingDecision decision;
  if (decided_by_people(routing, input, decision)) return decision;
  if (input.transfer && routing.member(input.transfer->to) != nullptr) {
    transfer(routing, input, look, decision);
    return decision;
  }
  if (input.trigger == Trigger::kRecycled) {
    if (routing.recycled.empty())
      hold(decision, input, nullptr, Reason::kNoJourney);
    else
      nurture(input, routing.recycled, decision);
    return decision;
  }
  if (const Account* account = routing.accounts.named_in(*input.record)) {
    decision.account = account->id;
    decision.account_owner = account->owner;
  }
  const Destination to = destination(routing, input, decision);
  if (!to.journey.empty()) {
    nurture(input, to.journey, decision);
  } else if (const Pool* pool = routing.pool(to.pool)) {
    assign(routing, input, *pool, look, decision);
  } else if (routing.pool(input.pinned_pool) != nullptr) {  // a hold expired, and there is no pool behind its pool
    decision.chosen.pool = input.pinned_pool;
    end(decision, input, Outcome::kEscalated, Reason::kNoEligibleMember);
  } else {
    hold(decision, input, nullptr, Reason::kNoRuleMatched);
  }
  return decision;
}

}  // namespace

RoutingDecision decide(const Routing& routing, const RoutingInput& input, const LoadPool& look) {
  const calendar::ZoneTrace clocks(input.zones);
  RoutingDecision decision = decided(routing, input, look);
  decision.zones = clocks.used();
  return decision;
}

}  // namespace leakproof::router
