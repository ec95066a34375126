#include "router/state/roster.h"

#include <algorithm>

#include "calendar/local_day.h"
#include "router/domain/limits.h"
#include "router/domain/routing.h"
#include "router/state/keys.h"
#include "router/state/period_counts.h"
#include "router/state/stored.h"
#include "wire/canonical_bytes.h"

namespace leakproof::router {
namespace {

using calendar::local_day;
using calendar::local_month;
using calendar::local_week;
using calendar::next_local_day;
using calendar::next_local_month;
using calendar::next_local_week;
using state::v1::MemberState;
using state::v1::PeriodCounts;
using state::v1::PoolState;

std::int64_t hour_of(Instant at) { return std::chrono::floor<std::chrono::hours>(at).time_since_epoch().count(); }
bool covers(const state::v1::Leave& leave, Instant at) {
  return leave.from_micros() <= to_micros(at) && to_micros(at) < leave.until_micros();
}

// Hours and days stand in fields of their own.
PeriodCounts hours_of(const MemberState& state) {
  PeriodCounts counts;
  counts.set_last(state.hour());
  counts.set_count(state.hour_count());
  *counts.mutable_past() = state.past_hours();
  return counts;
}
PeriodCounts days_of(const MemberState& state) {
  PeriodCounts counts;
  counts.set_last(state.day());
  counts.set_count(state.day_count());
  *counts.mutable_past() = state.past_days();
  return counts;
}
void set_hours(PeriodCounts&& counts, MemberState& state) {
  state.set_hour(counts.last());
  state.set_hour_count(counts.count());
  *state.mutable_past_hours() = std::move(*counts.mutable_past());
}
void set_days(PeriodCounts&& counts, MemberState& state) {
  state.set_day(counts.last());
  state.set_day_count(counts.count());
  *state.mutable_past_days() = std::move(*counts.mutable_past());
}

// When the caps that are reached have ended: at or after `now`; nullopt when that is no matter of the clock.
std::optional<Instant> caps_end(const Load& caps, const Load& load, const std::string& zone, Instant now) {
  const auto full = [](int count, int cap) { return cap > 0 && count >= cap; };
  if (full(load.open, caps.open)) return std::nullopt;
  Instant at = now;
  if (full(load.hour, caps.hour))
    at = std::max<Instant>(at, std::chrono::floor<std::chrono::hours>(now) + std::chrono::hours(1));
  if (full(load.day, caps.day)) at = std::max(at, next_local_day(zone, now));
  if (full(load.week, caps.week)) at = std::max(at, next_local_week(zone, now));
  if (full(load.month, caps.month)) at = std::max(at, next_local_month(zone, now));
  return at;
}

}  // namespace

MemberState member_state(stream::Draft& draft, const std::string& workspace, const MemberId& id) {
  return load<MemberState>(draft, keys::member(workspace, id.value()));
}

PoolState pool_state(stream::Draft& draft, const std::string& workspace, const PoolId& id) {
  return load<PoolState>(draft, keys::pool(workspace, id.value()));
}

bool Roster::on_leave(const MemberState& state, Instant at) const {
  return std::ranges::any_of(state.time_off(), [&](const auto& leave) { return covers(leave, at); });
}

std::vector<MemberId> Roster::away_since(Instant since, const std::vector<MemberId>& members) {
  std::vector<MemberId> away;
  const auto is_in_it = [&](const state::v1::Leave& leave) {
    return leave.from_micros() <= to_micros(draft_.now()) && leave.until_micros() > to_micros(since);
  };
  std::ranges::copy_if(members, std::back_inserter(away), [&](const MemberId& id) {
    return std::ranges::any_of(member_state(draft_, workspace_, id).time_off(), is_in_it);
  });
  return away;
}

MemberSnapshot Roster::snapshot(const MemberId& id) {
  const MemberState state = member_state(draft_, workspace_, id);
  const Member* member = routing_.member(id);
  MemberSnapshot seen;
  seen.online = state.presence_known() ? state.online() : member != nullptr && member->starts_online;
  seen.on_leave = on_leave(state, draft_.now());
  const Instant now = draft_.now();
  seen.load.open = state.open();
  seen.load.hour = count_of(hours_of(state), hour_of(now));
  if (member == nullptr) return seen;
  if (state.day_count() > 0) seen.load.day = count_of(days_of(state), local_day(member->zone, now));
  if (member->caps.week > 0) seen.load.week = count_of(state.week(), local_week(member->zone, now));
  if (member->caps.month > 0) seen.load.month = count_of(state.month(), local_month(member->zone, now));
  return seen;
}

PoolSnapshot Roster::snapshot(const Pool& pool) {
  const auto state = pool_state(draft_, workspace_, pool.id);
  const auto of = [](const auto& map, const MemberId& id) {
    const auto found = map.find(id.value());
    return found == map.end() ? 0 : found->second;
  };
  PoolSnapshot result{.picks = state.picks(), .members = {}, .load = load_of(pool, state)};
  for (const auto& seat : pool.members) {
    MemberSnapshot member = snapshot(seat.id);
    member.credit = of(state.share_credits(), seat.id);
    if (pool.leave_credit.earns) member.leave_credit = of(state.leave_credit(), seat.id);
    result.members.push_back(member);
  }
  return result;
}

// Nothing where no cap asks for it.
Load Roster::load_of(const Pool& pool, const PoolState& state) const {
  if (pool.caps.empty()) return {};
  const Instant now = draft_.now();
  return {state.open(), count_of(state.hour(), hour_of(now)), count_of(state.day(), local_day(pool.zone, now)),
          count_of(state.week(), local_week(pool.zone, now)), count_of(state.month(), local_month(pool.zone, now))};
}

Load Roster::load_of(const Pool& pool) const {
  return pool.caps.empty() ? Load() : load_of(pool, pool_state(draft_, workspace_, pool.id));
}

bool Roster::anybody_free(const Pool& pool) {
  if (reached(pool.caps, load_of(pool))) return false;
  return std::ranges::any_of(pool.members, [&](const PoolMember& seat) {
    return availability(routing_.member(seat.id), snapshot(seat.id), draft_.now()) == Reason::kNone;
  });
}

std::optional<Instant> Roster::next_change(const Pool& pool) {
  std::optional<Instant> earliest;
  for (const auto& seat : pool.members) {
    const Member* member = routing_.member(seat.id);
    const auto at = member == nullptr ? std::nullopt : next_change(*member);
    if (at && (!earliest || *at < *earliest)) earliest = at;
  }
  const auto open_again = caps_end(pool.caps, load_of(pool), pool.zone, draft_.now());
  if (!open_again) return std::nullopt;
  return *open_again > draft_.now() ? std::max(*open_again, earliest.value_or(*open_again)) : earliest;
}

// Presence and open work change by events, not by the clock: whoever lacks those has no such moment.
std::optional<Instant> Roster::next_change(const Member& member) {
  const Instant now = draft_.now();
  const MemberSnapshot seen = snapshot(member.id);
  const auto caps_over = caps_end(member.caps, seen.load, member.zone, now);
  if (member.inactive || !seen.online || !caps_over) return std::nullopt;
  Instant at = now;
  const MemberState state = member_state(draft_, workspace_, member.id);
  for (bool moved = true; moved;) {  // leaves may touch, and a leave may begin before the next opening
    moved = false;
    for (const auto& leave : state.time_off()) {
      if (!covers(leave, at)) continue;
      at = instant_from_micros(leave.until_micros());
      moved = true;
    }
    const auto opening = member.schedule.next_opening(at);
    if (!opening) return std::nullopt;
    if (*opening > at) {
      at = *opening;
      moved = true;
    }
  }
  at = std::max(at, *caps_over);
  return at > now ? std::optional(at) : std::nullopt;
}

std::vector<const Pool*> Roster::pools_of(const MemberId& member) const {
  std::vector<const Pool*> pools;
  for (const auto& [id, pool] : routing_.pools) {
    if (std::ranges::find(pool.members, member, &PoolMember::id) != pool.members.end()) pools.push_back(&pool);
  }
  return pools;
}

void Roster::count_assignment(const RoutingDecision& decision) {
  const std::string key = keys::pool(workspace_, decision.chosen.pool.value());
  auto state = load<PoolState>(draft_, key);
  state.set_picks(state.picks() + 1);
  if (decision.turn.fair) settle_turn(decision, state);
  draft_.put(key, wire::canonical_bytes(state));
  count_lead(decision.chosen.member);
  count_lead(decision.chosen.pool);
}

void Roster::settle_turn(const RoutingDecision& decision, PoolState& state) {
  const Turn& turn = decision.turn;
  const auto set = [](auto& map, const std::string& member, std::int64_t value) {  // none is 0
    if (value != 0)
      map[member] = value;
    else
      map.erase(member);
  };
  for (std::size_t i = 0; i < decision.candidates.size(); ++i) {
    const std::string& member = decision.candidates[i].member.value();
    (*state.mutable_share_credits())[member] = turn.credits_after[i];
    set(*state.mutable_leave_credit(), member, turn.leave_credit_after[i]);
    if (turn.missed_share[i] != 0) (*state.mutable_missed_share())[member] += turn.missed_share[i];
  }
}

void Roster::count_lead(const PoolId& id) {
  const Pool* pool = routing_.pool(id);
  if (pool == nullptr) return;
  const std::string key = keys::pool(workspace_, id.value());
  auto state = load<PoolState>(draft_, key);
  const Instant now = draft_.now();
  count_one(*state.mutable_hour(), hour_of(now), kHoursKept);
  count_one(*state.mutable_day(), local_day(pool->zone, now), kDaysKept);
  count_one(*state.mutable_week(), local_week(pool->zone, now), kWeeksKept);
  count_one(*state.mutable_month(), local_month(pool->zone, now), kMonthsKept);
  draft_.put(key, wire::canonical_bytes(state));
}

void Roster::count_lead(const MemberId& id) {
  const Member* member = routing_.member(id);
  auto state = member_state(draft_, workspace_, id);
  const Instant now = draft_.now();
  PeriodCounts hours = hours_of(state), days = days_of(state);
  count_one(hours, hour_of(now), kHoursKept);
  set_hours(std::move(hours), state);
  if (member != nullptr) {
    count_one(days, local_day(member->zone, now), kDaysKept);
    set_days(std::move(days), state);
    count_one(*state.mutable_week(), local_week(member->zone, now), kWeeksKept);
    count_one(*state.mutable_month(), local_month(member->zone, now), kMonthsKept);
  }
  state.set_assigned_total(state.assigned_total() + 1);
  store(draft_, keys::member(workspace_, id.value()), state);
}

void Roster::set_presence(const lead::v1::PresenceChange& change) {
  auto state = member_state(draft_, workspace_, MemberId(change.member_id()));
  state.set_presence_known(true);
  state.set_online(change.online());
  store(draft_, keys::member(workspace_, change.member_id()), state);
}

bool Roster::set_time_off(const lead::v1::TimeOff& time_off) {
  auto state = member_state(draft_, workspace_, MemberId(time_off.member_id()));
  auto& leaves = *state.mutable_time_off();
  const auto is_past = [&](const auto& leave) { return leave.until_micros() <= to_micros(draft_.now()); };
  const auto is_meant = [&](const auto& leave) {
    if (!time_off.absence_id().empty()) return leave.absence_id() == time_off.absence_id();
    return leave.from_micros() == time_off.from_micros() && leave.until_micros() == time_off.until_micros();
  };
  leaves.erase(std::remove_if(leaves.begin(), leaves.end(), is_past), leaves.end());
  const auto meant = std::remove_if(leaves.begin(), leaves.end(), is_meant);
  if (time_off.cancel() && meant == leaves.end()) return false;
  leaves.erase(meant, leaves.end());
  if (!time_off.cancel()) {
    auto& leave = *leaves.Add();
    leave.set_from_micros(time_off.from_micros());
    leave.set_until_micros(time_off.until_micros());
    leave.set_absence_id(!time_off.absence_id().empty() ? time_off.absence_id()
                                                        : "ab_" + std::to_string(time_off.from_micros()) + "_" +
                                                              std::to_string(time_off.until_micros()));
  }
  store(draft_, keys::member(workspace_, time_off.member_id()), state);
  return true;
}

std::vector<Roster::Leaver> Roster::leavers(const MemberId& after) {
  std::vector<Leaver> leavers;
  draft_.scan(keys::members(workspace_), "", [&](std::string_view key, std::string_view value) {
    MemberState state;
    LEAKPROOF_CHECK(state.ParseFromArray(value.data(), static_cast<int>(value.size())));
    MemberId id(keys::last_part(key));
    const Member* member = routing_.member(id);
    const bool gone = member == nullptr || member->inactive;
    if (gone && after < id && state.open() > 0) leavers.push_back({std::move(id), state.open()});
    return true;
  });
  return leavers;
}

}  // namespace leakproof::router
