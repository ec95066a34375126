#include "router/domain/decide.h"

#include <algorithm>

#include "base/check.h"
#include "router/domain/fair_pick.h"
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
    end(verdict, situation, situation.trigger == Trigger::kClaim ? Outcome::kClaimed : Outcome::kSuperseded, Reason::kClaimed);
    return true;
  }
  if (situation.trigger != Trigger::kRepeatEnquiry || situation.previous_owner.empty()) return false;
  const Member* owner = routing.member(situation.previous_owner);
  if (owner == nullptr || owner->inactive || situation.previous_owner_on_leave) return false;
  verdict.chosen.member = situation.previous_owner;
  end(verdict, situation, Outcome::kKept, Reason::kOwnerAvailable);
  return true;
}

// Where to look: the pool chosen before (its fallback, when the lead waited too long there), else what the rules say.
Destination destination(const Routing& routing, const Situation& situation, Verdict& verdict) {
  if (const Pool* pinned = routing.pool(situation.pinned_pool)) {
    return {.pool = situation.trigger == Trigger::kHoldExpired ? pinned->fallback : pinned->id, .journey = {}};
  }
  const JourneyId& barred = situation.handed_back_by;
  verdict.walk = walk_rules(routing.rules, *situation.record, situation.now, barred);
  if (verdict.walk.matched == nullptr) return barred.empty() || routing.fallback.journey != barred ? routing.fallback : Destination();
  verdict.chosen.rule = verdict.walk.matched->id;
  return verdict.walk.matched->to;
}

void look_at(const Routing& routing, const Situation& situation, const Pool& pool, const LookAtPool& look, Verdict& verdict) {
  const PoolSeen seen = look(pool);
  LEAKPROOF_CHECK(seen.members.size() == pool.members.size());
  verdict.pool = pool.id;
  verdict.picks = seen.picks;
  for (std::size_t i = 0; i < pool.members.size(); ++i) {
    const auto& [id, weight] = pool.members[i];
    const Member* member = routing.member(id);
    const Reason reason = eligibility(member, seen.members[i], situation.now, situation.tried, id);
    const bool on_shift = member != nullptr && member->schedule.is_open(situation.now);
    verdict.candidates.push_back({id, reason, weight, on_shift, seen.members[i]});
  }
}

// The index of the one whose turn it is; nullopt when nobody is eligible.
std::optional<std::size_t> pick(Verdict& verdict) {
  std::vector<Share> shares;
  std::vector<std::size_t> who;
  for (std::size_t i = 0; i < verdict.candidates.size(); ++i) {
    const Candidate& candidate = verdict.candidates[i];
    if (candidate.reason == Reason::kNone) shares.push_back({candidate.weight, candidate.seen.credit}), who.push_back(i);
  }
  if (shares.empty()) return std::nullopt;
  const std::size_t picked = who[fair_pick(shares)];
  for (const Candidate& candidate : verdict.candidates) verdict.credits_after.push_back(candidate.seen.credit);
  for (std::size_t i = 0; i < who.size(); ++i) verdict.credits_after[who[i]] = shares[i].credit;
  return picked;
}

bool nobody_left_to_try(const Routing& routing, const Situation& situation, const Pool& pool) {
  return std::ranges::all_of(pool.members, [&](const PoolMember& seat) {
    const Member* member = routing.member(seat.id);
    return member == nullptr || member->inactive || std::ranges::find(situation.tried, seat.id) != situation.tried.end();
  });
}

void assign(const Routing& routing, const Situation& situation, const Pool& pool, const LookAtPool& look, Verdict& verdict) {
  verdict.chosen.pool = pool.id;
  if (pool.sla.attempts_max > 0 && situation.attempt >= pool.sla.attempts_max) {
    return end(verdict, situation, Outcome::kEscalated, Reason::kAttemptsMax);
  }
  look_at(routing, situation, pool, look, verdict);
  const auto picked = pick(verdict);
  if (!picked && !situation.tried.empty() && nobody_left_to_try(routing, situation, pool)) {
    return end(verdict, situation, Outcome::kEscalated, Reason::kAlreadyTried);
  }
  if (!picked) return hold(verdict, situation, &pool, Reason::kNoEligibleMember);
  verdict.chosen.member = verdict.candidates[*picked].member;
  end(verdict, situation, Outcome::kAssigned, Reason::kNone);
  const Deadlines due = deadlines(pool.sla, *routing.member(verdict.chosen.member), situation.now);
  verdict.warn_at = due.warn_at;
  verdict.breach_at = due.breach_at;
}

void nurture(const Situation& situation, const JourneyId& journey, Verdict& verdict) {
  verdict.chosen.journey = journey;
  end(verdict, situation, Outcome::kNurtured, Reason::kNone);
}

}  // namespace

Verdict decide(const Routing& routing, const Situation& situation, const LookAtPool& look) {
  Verdict verdict;
  if (settled_by_people(routing, situation, verdict)) return verdict;
  if (situation.trigger == Trigger::kRecycled) {
    if (routing.recycled.empty())
      hold(verdict, situation, nullptr, Reason::kNoJourney);
    else
      nurture(situation, routing.recycled, verdict);
    return verdict;
  }
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
