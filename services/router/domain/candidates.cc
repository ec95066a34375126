#include "router/domain/candidates.h"

#include <algorithm>

#include "router/domain/routing.h"

namespace leakproof::router {
namespace {

std::vector<const Need*> needs_of(const Pool& pool, const CandidateQuery& asked) {
  std::vector<const Need*> needs;
  for (const auto& need : pool.needs) {
    if (!need.when || need.when->evaluate(asked.record, asked.now).is_true()) needs.push_back(&need);
  }
  return needs;
}

void compare_skills(const std::vector<const Need*>& needs, const Member& member, Candidate& candidate) {
  for (const Need* need : needs) {
    const auto known = member.skills.find(need->skill);
    const int level = known == member.skills.end() ? 0 : known->second;
    candidate.skill += level;
    if (level >= need->level || !candidate.lacking.empty()) continue;
    candidate.lacking = need->skill + " " + std::to_string(level) + " of " + std::to_string(need->level);
  }
  if (candidate.reason == Reason::kNone && !candidate.lacking.empty()) candidate.reason = Reason::kNotSkilled;
}

std::int64_t weight_of(const Pool& pool, const PoolMember& seat, const Member* member, const MemberSnapshot& seen,
                       Instant now) {
  std::int64_t weight = pool.strategy == Strategy::kRoundRobin ? 1 : seat.weight;
  if (pool.ramps_up) weight *= member == nullptr ? 100 : ramped_up(member->ramp_up, now);
  return is_catching_up(pool, seen) ? 2 * weight : weight;
}

}  // namespace

int ramped_up(const RampUp& ramp_up, Instant now) {
  if (ramp_up.over <= Duration::zero() || now >= ramp_up.since + ramp_up.over) return 100;
  if (now <= ramp_up.since) return ramp_up.start_percent;
  const auto grown =
      static_cast<__int128>(100 - ramp_up.start_percent) * (now - ramp_up.since).count() / ramp_up.over.count();
  return ramp_up.start_percent + static_cast<int>(grown);
}

std::vector<Candidate> candidates_of(const Routing& routing, const Pool& pool, const std::vector<MemberSnapshot>& seen,
                                     const CandidateQuery& asked) {
  const auto needs = needs_of(pool, asked);
  std::vector<Candidate> candidates;
  candidates.reserve(pool.members.size());
  for (std::size_t i = 0; i < pool.members.size(); ++i) {
    const PoolMember& seat = pool.members[i];
    const Member* member = routing.member(seat.id);
    Candidate& candidate = candidates.emplace_back(Candidate{.member = seat.id, .seen = seen[i]});
    candidate.reason = eligibility(member, seen[i], asked.now, asked.tried, seat.id);
    candidate.weight = weight_of(pool, seat, member, seen[i], asked.now);
    candidate.on_shift = member != nullptr && member->schedule.is_open(asked.now);
    if (pool.has_tiers) candidate.tier = seat.tier;
    if (member != nullptr) compare_skills(needs, *member, candidate);
  }
  return candidates;
}

bool is_catching_up(const Pool& pool, const MemberSnapshot& seen) {
  return pool.leave_credit.earns && seen.leave_credit > 0;
}

}  // namespace leakproof::router
