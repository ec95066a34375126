#include "router/domain/decide.h"

#include <algorithm>

#include "base/check.h"
#include "router/domain/limits.h"
#include "router/domain/sla.h"

namespace leakproof::router {
namespace {

void end(Verdict& verdict, const Situation& situation, Outcome outcome, Reason reason) {
  verdict.outcome = outcome;
  verdict.reason = reason;
  verdict.ownership_token = situation.ownership_token + (moves(outcome) ? 1 : 0);
}

void hold(Verdict& verdict, const Situation& situation, const Pool* pool, Reason reason) {
  end(verdict, situation, Outcome::kHeld, reason);
  const bool stated = pool != nullptr && pool->hold_max > Duration::zero();
  verdict.hold_until = situation.now + (stated ? pool->hold_max : kHoldMaxDefault);
}

// A person's word, or an owner who keeps the lead: neither rules nor pools are asked.
bool settled_by_people(const Routing& routing, const Situation& situation, Verdict& verdict) {
  if (!situation.claimed_by.empty()) {
    verdict.chosen.member = situation.claimed_by;
    const bool taken = situation.trigger == Trigger::kOfferTaken;
    const bool his = taken || situation.trigger == Trigger::kClaim;
    end(verdict, situation, his ? Outcome::kClaimed : Outcome::kSuperseded,
        taken ? Reason::kFirstToAccept : Reason::kClaimed);
    return true;
  }
  if (situation.trigger != Trigger::kRepeatEnquiry || situation.previous_owner.empty()) return false;
  const Member* owner = routing.member(situation.previous_owner);
  if (owner == nullptr || owner->inactive || situation.previous_owner_on_leave) return false;
  verdict.chosen.member = situation.previous_owner;
  end(verdict, situation, Outcome::kKept, Reason::kOwnerAvailable);
  return true;
}

// The member whom a person named, looked at as the only candidate.
void transfer(const Routing& routing, const Situation& situation, const LookAtPool& look, Verdict& verdict) {
  const Transfer& transfer = *situation.transfer;
  const Pool hand{.id = {}, .members = {{.id = transfer.to}}};
  const Member& member = *routing.member(transfer.to);
  verdict.candidates = candidates_of(routing, hand, look(hand).members, {*situation.record, situation.now, {}});
  verdict.overridden = verdict.candidates.front().reason;
  verdict.chosen.pool = situation.pinned_pool;
  verdict.chosen.member = transfer.to;
  end(verdict, situation, Outcome::kTransferred, transfer.by_lead ? Reason::kByTeamLead : Reason::kByOwner);
  const Pool* pool = routing.pool(situation.pinned_pool);
  const Deadlines due =
      pool == nullptr ? Deadlines() : deadlines(pool->sla.respond_for(situation.grade), member, situation.now);
  verdict.warn_at = due.warn_at;
  verdict.breach_at = due.breach_at;
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
Destination destination(const Routing& routing, const Situation& situation, Verdict& verdict) {
  if (situation.sweep && !situation.sweep->journey.empty()) return {.pool = {}, .journey = situation.sweep->journey};
  if (const Pool* pinned = routing.pool(situation.pinned_pool)) {
    return situation.trigger == Trigger::kHoldExpired ? overflow_of(*pinned)
                                                      : Destination{.pool = pinned->id, .journey = {}};
  }
  const JourneyId& barred = situation.handed_back_by;
  verdict.walk = walk_rules(routing.rules, *situation.record, situation.now, barred);
  if (verdict.walk.matched == nullptr)
    return barred.empty() || routing.fallback.journey != barred ? routing.fallback : Destination();
  verdict.chosen.rule = verdict.walk.matched->id;
  return verdict.walk.matched->to;
}

void look_at(const Routing& routing, const Situation& situation, const Pool& pool, const LookAtPool& look,
             Verdict& verdict) {
  const PoolSeen seen = look(pool);
  LEAKPROOF_CHECK(seen.members.size() == pool.members.size());
  verdict.pool = pool.id;
  verdict.picks = seen.picks;
  verdict.load = seen.load;
  verdict.credits = seen.credits;
  verdict.candidates = candidates_of(routing, pool, seen.members, {*situation.record, situation.now, situation.tried});
}

bool nobody_left_to_try(const Routing& routing, const Situation& situation, const Pool& pool) {
  return std::ranges::all_of(pool.members, [&](const PoolMember& seat) {
    const Member* member = routing.member(seat.id);
    return member == nullptr || member->inactive ||
           std::ranges::find(situation.tried, seat.id) != situation.tried.end();
  });
}

void give(const Routing& routing, const Situation& situation, const Pool& pool, Verdict& verdict) {
  const Candidate& candidate = verdict.candidates[*verdict.turn.picked];
  verdict.chosen.member = candidate.member;
  end(verdict, situation, Outcome::kAssigned, verdict.turn.reason);
  const Deadlines due =
      deadlines(pool.sla.respond_for(situation.grade), *routing.member(candidate.member), situation.now);
  verdict.warn_at = due.warn_at;
  verdict.breach_at = due.breach_at;
}

// Everybody has his time: the offer ends when the last of them has had it.
void offer(const Routing& routing, const Situation& situation, const Pool& pool, Verdict& verdict) {
  end(verdict, situation, Outcome::kOffered, Reason::kNone);
  for (const std::size_t i : verdict.turn.offered) {
    const MemberId& member = verdict.candidates[i].member;
    verdict.offered.push_back(member);
    const Deadlines due = deadlines(pool.sla.respond_for(situation.grade), *routing.member(member), situation.now);
    verdict.warn_at = std::max(verdict.warn_at, due.warn_at);
    verdict.breach_at = std::max(verdict.breach_at, due.breach_at);
  }
}

void assign(const Routing& routing, const Situation& situation, const Pool& pool, const LookAtPool& look,
            Verdict& verdict) {
  verdict.chosen.pool = pool.id;
  if (pool.sla.attempts_max > 0 && situation.attempt >= pool.sla.attempts_max) {
    return end(verdict, situation, Outcome::kEscalated, Reason::kAttemptsMax);
  }
  look_at(routing, situation, pool, look, verdict);
  if (const auto full = reached(pool.caps, verdict.load)) return hold(verdict, situation, &pool, pool_at(*full));
  verdict.turn = take_turn(pool, {verdict.account_owner, situation.last_owner}, verdict.candidates, verdict.credits);
  if (verdict.turn.picked) return give(routing, situation, pool, verdict);
  if (!verdict.turn.offered.empty()) return offer(routing, situation, pool, verdict);
  if (!situation.tried.empty() && nobody_left_to_try(routing, situation, pool)) {
    return end(verdict, situation, Outcome::kEscalated, Reason::kAlreadyTried);
  }
  hold(verdict, situation, &pool, Reason::kNoEligibleMember);
}

void nurture(const Situation& situation, const JourneyId& journey, Verdict& verdict) {
  verdict.chosen.journey = journey;
  const Reason reason = situation.trigger == Trigger::kHoldExpired             ? Reason::kHoldOverflow
                        : situation.sweep && !situation.sweep->journey.empty() ? Reason::kSwept
                                                                               : Reason::kNone;
  end(verdict, situation, Outcome::kNurtured, reason);
}

}  // namespace

Verdict decide(const Routing& routing, const Situation& situation, const LookAtPool& look) {
  Verdict verdict;
  if (settled_by_people(routing, situation, verdict)) return verdict;
  if (situation.transfer && routing.member(situation.transfer->to) != nullptr) {
    transfer(routing, situation, look, verdict);
    return verdict;
  }
  if (situation.trigger == Trigger::kRecycled) {
    if (routing.recycled.empty())
      hold(verdict, situation, nullptr, Reason::kNoJourney);
    else
      nurture(situation, routing.recycled, verdict);
    return verdict;
  }
  if (const Account* account = routing.accounts.named_in(*situation.record))
    verdict.account = account->id, verdict.account_owner = account->owner;
  const Destination to = destination(routing, situation, verdict);
  if (!to.journey.empty()) {
    nurture(situation, to.journey, verdict);
  } else if (const Pool* pool = routing.pool(to.pool)) {
    assign(routing, situation, *pool, look, verdict);
  } else if (routing.pool(situation.pinned_pool) != nullptr) {  // a hold expired, and there is no pool behind its pool
    verdict.chosen.pool = situation.pinned_pool;
    end(verdict, situation, Outcome::kEscalated, Reason::kNoEligibleMember);
  } else {
    hold(verdict, situation, nullptr, Reason::kNoRuleMatched);
  }
  return verdict;
}

}  // namespace leakproof::router
