#include "router/roster.h"

#include <algorithm>

#include "router/decision_codec.h"
#include "router/domain/limits.h"
#include "router/domain/local_day.h"
#include "router/keys.h"
#include "router/stored.h"

namespace leakproof::router {
namespace {

using state::v1::MemberState;
using state::v1::PoolState;

std::int64_t hour_of(Instant at) { return std::chrono::floor<std::chrono::hours>(at).time_since_epoch().count(); }
bool covers(const state::v1::Leave& leave, Instant at) {
  return leave.from_micros() <= to_micros(at) && to_micros(at) < leave.until_micros();
}

// Counts of one kind of period: of the one counted last, and of those before it.
struct Counts {
  std::int64_t last;
  std::int32_t count;
  const google::protobuf::RepeatedPtrField<state::v1::PeriodCount>& past;

  std::int32_t of(std::int64_t period) const {
    if (period == last) return count;
    const auto found = std::find_if(past.begin(), past.end(), [&](const auto& one) { return one.period() == period; });
    return found == past.end() ? 0 : found->count();
  }
  // What stays in the past when `period` becomes the last.
  google::protobuf::RepeatedPtrField<state::v1::PeriodCount> past_of(std::int64_t period, std::int64_t kept) const {
    google::protobuf::RepeatedPtrField<state::v1::PeriodCount> rest;
    for (const auto& one : past) {
      if (one.period() != period && one.period() >= std::max(period, last) - kept) *rest.Add() = one;
    }
    if (last == period || count == 0 || last < period - kept) return rest;
    auto& before = *rest.Add();
    before.set_period(last), before.set_count(count);
    return rest;
  }
};
Counts hours_of(const MemberState& state) { return {state.hour(), state.hour_count(), state.past_hours()}; }
Counts days_of(const MemberState& state) { return {state.day(), state.day_count(), state.past_days()}; }

}  // namespace

MemberState Roster::load_member(const MemberId& id) { return load<MemberState>(draft_, keys::member(workspace_, id.value())); }

bool Roster::on_leave(const MemberState& state, Instant at) const {
  return std::ranges::any_of(state.time_off(), [&](const auto& leave) { return covers(leave, at); });
}

MemberSeen Roster::seen(const MemberId& id) {
  const MemberState state = load_member(id);
  const Member* member = routing_.member(id);
  MemberSeen seen;
  seen.online = state.presence_known() ? state.online() : member != nullptr && member->starts_online;
  seen.on_leave = on_leave(state, draft_.now());
  seen.open = state.open();
  seen.hour_count = hours_of(state).of(hour_of(draft_.now()));
  seen.day_count = member != nullptr && state.day_count() > 0 ? days_of(state).of(local_day(member->zone, draft_.now())) : 0;
  return seen;
}

PoolSeen Roster::look(const Pool& pool) {
  const auto state = load<PoolState>(draft_, keys::pool(workspace_, pool.id.value()));
  PoolSeen result{.picks = state.picks(), .members = {}};
  for (const auto& seat : pool.members) {
    MemberSeen member = seen(seat.id);
    const auto credit = state.credits().find(seat.id.value());
    member.credit = credit == state.credits().end() ? 0 : credit->second;
    result.members.push_back(member);
  }
  return result;
}

bool Roster::anybody_free(const Pool& pool) {
  return std::ranges::any_of(pool.members, [&](const PoolMember& seat) {
    return availability(routing_.member(seat.id), seen(seat.id), draft_.now()) == Reason::kNone;
  });
}

std::optional<Instant> Roster::next_change(const Pool& pool) {
  std::optional<Instant> earliest;
  for (const auto& seat : pool.members) {
    const Member* member = routing_.member(seat.id);
    const auto at = member == nullptr ? std::nullopt : next_change(*member);
    if (at && (!earliest || *at < *earliest)) earliest = at;
  }
  return earliest;
}

// Presence and open work change by events, not by the clock: whoever lacks those has no such moment.
std::optional<Instant> Roster::next_change(const Member& member) {
  const Instant now = draft_.now();
  const MemberSeen seen = this->seen(member.id);
  if (member.inactive || !seen.online || (member.open_max > 0 && seen.open >= member.open_max)) return std::nullopt;
  Instant at = now;
  const MemberState state = load_member(member.id);
  for (bool moved = true; moved;) {  // leaves may touch, and a leave may begin before the next opening
    moved = false;
    for (const auto& leave : state.time_off()) {
      if (covers(leave, at)) at = instant_from_micros(leave.until_micros()), moved = true;
    }
    const auto opening = member.schedule.next_opening(at);
    if (!opening) return std::nullopt;
    if (*opening > at) at = *opening, moved = true;
  }
  const bool hour_full = member.hourly_max > 0 && seen.hour_count >= member.hourly_max;
  const bool day_full = member.daily_max > 0 && seen.day_count >= member.daily_max;
  if (hour_full) at = std::max<Instant>(at, std::chrono::floor<std::chrono::hours>(now) + std::chrono::hours(1));
  if (day_full) at = std::max(at, next_local_day(member.zone, now));
  return at > now ? std::optional(at) : std::nullopt;
}

std::vector<const Pool*> Roster::pools_of(const MemberId& member) const {
  std::vector<const Pool*> pools;
  for (const auto& [id, pool] : routing_.pools) {
    if (std::ranges::find(pool.members, member, &PoolMember::id) != pool.members.end()) pools.push_back(&pool);
  }
  return pools;
}

void Roster::picked(const Verdict& verdict) {
  const std::string key = keys::pool(workspace_, verdict.chosen.pool.value());
  auto state = load<PoolState>(draft_, key);
  state.set_picks(state.picks() + 1);
  for (std::size_t i = 0; i < verdict.candidates.size(); ++i) {
    (*state.mutable_credits())[verdict.candidates[i].member.value()] = verdict.credits_after[i];
  }
  draft_.put(key, canonical_bytes(state));
  took(verdict.chosen.member);
}

void Roster::took(const MemberId& id) {
  const MemberSeen before = seen(id);
  const Member* member = routing_.member(id);
  auto state = load_member(id);
  const std::int64_t hour = hour_of(draft_.now()), day = member == nullptr ? 0 : local_day(member->zone, draft_.now());
  *state.mutable_past_hours() = hours_of(state).past_of(hour, kHoursKept);
  *state.mutable_past_days() = days_of(state).past_of(day, kDaysKept);
  state.set_hour(hour);
  state.set_hour_count(before.hour_count + 1);
  state.set_day(day);
  state.set_day_count(before.day_count + 1);
  state.set_assigned_total(state.assigned_total() + 1);
  store(draft_, keys::member(workspace_, id.value()), state);
}

void Roster::set_presence(const lead::v1::PresenceChange& change) {
  auto state = load_member(MemberId(change.member_id()));
  state.set_presence_known(true);
  state.set_online(change.online());
  store(draft_, keys::member(workspace_, change.member_id()), state);
}

void Roster::set_time_off(const lead::v1::TimeOff& time_off) {
  auto state = load_member(MemberId(time_off.member_id()));
  auto& leaves = *state.mutable_time_off();
  const auto over = [&](const auto& leave) {  // past, or the one spoken of
    return leave.until_micros() <= to_micros(draft_.now()) ||
           (leave.from_micros() == time_off.from_micros() && leave.until_micros() == time_off.until_micros());
  };
  leaves.erase(std::remove_if(leaves.begin(), leaves.end(), over), leaves.end());
  if (!time_off.cancel()) {
    auto& leave = *leaves.Add();
    leave.set_from_micros(time_off.from_micros());
    leave.set_until_micros(time_off.until_micros());
  }
  store(draft_, keys::member(workspace_, time_off.member_id()), state);
}

std::vector<MemberId> Roster::busy() {
  std::vector<MemberId> members;
  draft_.scan(keys::members(workspace_), "", [&](std::string_view key, std::string_view value) {
    MemberState state;
    LEAKPROOF_CHECK(state.ParseFromArray(value.data(), static_cast<int>(value.size())));
    if (state.open() > 0) members.emplace_back(keys::last_part(key));
    return true;
  });
  return members;
}

}  // namespace leakproof::router
