#include "router/domain/simulation.h"

#include "calendar/local_day.h"

namespace leakproof::router {
namespace {

using calendar::local_day;
using calendar::local_month;
using calendar::local_week;
std::int64_t hour_of(Instant at) { return std::chrono::floor<std::chrono::hours>(at).time_since_epoch().count(); }
template <class Key, class Value>
Value of(const std::map<Key, Value>& map, const Key& key) {
  const auto found = map.find(key);
  return found == map.end() ? Value() : found->second;
}

}  // namespace

void Simulation::Tally::add(const std::string& zone, Instant now) {
  ++open, ++hours[hour_of(now)], ++days[local_day(zone, now)], ++weeks[local_week(zone, now)], ++months[local_month(zone, now)];
}
Load Simulation::Tally::at(const std::string& zone, Instant now) const {
  return {open, of(hours, hour_of(now)), of(days, local_day(zone, now)), of(weeks, local_week(zone, now)),
          of(months, local_month(zone, now))};
}

const std::string& Simulation::zone_of(const MemberId& id) const {
  static const std::string kNone;
  const Member* member = routing_.member(id);
  return member == nullptr ? kNone : member->zone;
}

PoolSeen Simulation::look(const Pool& pool, Instant now) {
  const Turns& turns = turns_[pool.id];
  PoolSeen seen{.picks = turns.picks, .members = {}, .load = pool.caps.empty() ? Load() : pools_[pool.id].at(pool.zone, now)};
  for (const auto& seat : pool.members) {
    seen.members.push_back({.online = !away_.contains(seat.id),
                            .load = members_[seat.id].at(zone_of(seat.id), now),
                            .credit = of(turns.credits, seat.id),
                            .owed = of(turns.owed, seat.id)});
  }
  return seen;
}

void Simulation::carry_out(const Verdict& verdict, Instant now) {
  if (verdict.outcome != Outcome::kAssigned) return;
  const Pool& pool = *routing_.pool(verdict.chosen.pool);
  members_[verdict.chosen.member].add(zone_of(verdict.chosen.member), now);
  pools_[pool.id].add(pool.zone, now);
  Turns& turns = turns_[pool.id];
  ++turns.picks;
  if (!verdict.turn.fair) return;
  for (std::size_t i = 0; i < verdict.candidates.size(); ++i) {
    turns.credits[verdict.candidates[i].member] = verdict.turn.credits_after[i];
    turns.owed[verdict.candidates[i].member] = verdict.turn.owed_after[i];
  }
}

Simulation::Routed Simulation::route(const rules::Record& record, const std::string& grade, Instant now) {
  Situation situation;
  situation.trigger = Trigger::kNewLead;
  situation.now = now;
  situation.record = &record;
  situation.grade = grade;
  Verdict verdict = decide(routing_, situation, [&](const Pool& pool) { return look(pool, now); });
  carry_out(verdict, now);
  return {std::move(situation), std::move(verdict)};
}

}  // namespace leakproof::router
