#include "router/domain/simulation.h"

#include <algorithm>

#include "calendar/local_day.h"
#include "router/domain/routing.h"

namespace leakproof::router {
namespace {

using calendar::local_day;
using calendar::local_month;
using calendar::local_week;
std::int64_t hour_of(Instant at) { return std::chrono::floor<std::chrono::hours>(at).time_since_epoch().count(); }
template <class Key, class Value>
Value of(const std::map<Key, Value>& map, const Key& key, Value otherwise = {}) {
  const auto found = map.find(key);
  return found == map.end() ? otherwise : found->second;
}

}  // namespace

void Simulation::Tally::add(const Periods& now) {
  ++open;
  hour.add(now.hour);
  day.add(now.day);
  week.add(now.week);
  month.add(now.month);
}
Load Simulation::Tally::at(const Periods& now) const {
  return {open, hour.at(now.hour), day.at(now.day), week.at(now.week), month.at(now.month)};
}

const Simulation::Periods& Simulation::periods(const std::string& zone, Instant now) {
  if (now != periods_at_) {
    periods_.clear();
    periods_at_ = now;
  }
  const auto [found, added] = periods_.try_emplace(zone);
  if (added) found->second = {hour_of(now), local_day(zone, now), local_week(zone, now), local_month(zone, now)};
  return found->second;
}
const Simulation::Periods& Simulation::periods(const MemberId& id, Instant now) {
  static const std::string kNone;
  const Member* member = routing_.member(id);
  return periods(member == nullptr ? kNone : member->zone, now);
}

bool Simulation::on_leave(const MemberId& member) const { return of(presences_, member).on_leave; }

void Simulation::take_turns_on(const PoolId& pool, const PoolSnapshot& seen, const std::vector<MemberId>& members) {
  Turns& turns = turns_[pool];
  turns.picks = seen.picks;
  for (std::size_t i = 0; i < members.size(); ++i) {
    if (seen.credits == Credits::kShares) turns.credits[members[i]] = seen.members[i].credit;
    turns.leave_credit[members[i]] = seen.members[i].leave_credit;
  }
}

MemberSnapshot Simulation::look(const MemberId& member, const Turns& turns, Instant now) {
  const Presence presence = of(presences_, member);
  Load load = members_[member].at(periods(member, now));
  load.open = std::max(0, load.open + presence.open);
  return {.online = presence.online && !away_.contains(member),
          .on_leave = presence.on_leave,
          .load = load,
          .credit = of(turns.credits, member),
          .leave_credit = of(turns.leave_credit, member)};
}

std::vector<MemberId> Simulation::free_in(const Pool& pool, Instant now) {
  const PoolSnapshot seen = look(pool, now);
  std::vector<MemberId> free;
  for (std::size_t i = 0; i < pool.members.size() && !reached(pool.caps, seen.load); ++i) {
    const MemberId& id = pool.members[i].id;
    if (availability(routing_.member(id), seen.members[i], now) == Reason::kNone) free.push_back(id);
  }
  return free;
}

PoolSnapshot Simulation::look(const Pool& pool, Instant now) {
  const Turns& turns = turns_[pool.id];
  PoolSnapshot seen{.picks = turns.picks, .members = {}, .load = {}};
  int open = 0;
  for (const auto& seat : pool.members) {
    seen.members.push_back(look(seat.id, turns, now));
    open += seen.members.back().load.open;
  }
  if (pool.caps.empty()) return seen;
  seen.load = pools_[pool.id].at(periods(pool.zone, now));
  seen.load.open = std::min(seen.load.open, open);  // what its members have finished is not open
  return seen;
}

void Simulation::carry_out(const RoutingDecision& decision, Instant now) {
  const bool assigned = decision.outcome == Outcome::kAssigned;
  if (!assigned && decision.outcome != Outcome::kClaimed && decision.outcome != Outcome::kTransferred) return;
  members_[decision.chosen.member].add(periods(decision.chosen.member, now));
  const Pool* pool = routing_.pool(decision.chosen.pool);
  if (!assigned || pool == nullptr) return;
  pools_[pool->id].add(periods(pool->zone, now));
  Turns& turns = turns_[pool->id];
  ++turns.picks;
  if (!decision.turn.fair) return;
  for (std::size_t i = 0; i < decision.candidates.size(); ++i) {
    turns.credits[decision.candidates[i].member] = decision.turn.credits_after[i];
    turns.leave_credit[decision.candidates[i].member] = decision.turn.leave_credit_after[i];
  }
}

RoutingDecision Simulation::decide(const RoutingInput& input) {
  RoutingDecision decision = router::decide(routing_, input, [&](const Pool& pool) { return look(pool, input.now); });
  carry_out(decision, input.now);
  return decision;
}

Simulation::Routed Simulation::route(const rules::Record& record, const std::string& grade, Instant now) {
  RoutingInput input;
  input.trigger = Trigger::kNewLead;
  input.now = now;
  input.record = &record;
  input.grade = grade;
  RoutingDecision decision = decide(input);
  return {std::move(input), std::move(decision)};
}

}  // namespace leakproof::router
