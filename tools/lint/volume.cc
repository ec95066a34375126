#include "lint/volume.h"

#include <algorithm>

#include "base/time_text.h"
#include "calendar/local_day.h"
#include "router/audit/decision_codec.h"
#include "router/domain/rule_walk.h"

namespace leakproof::router {
namespace {

using namespace std::chrono_literals;

// Leads; unset: as many as there are.
using Capacity = std::optional<double>;
Capacity least(Capacity a, Capacity b) {
  if (!a || !b) return a ? a : b;
  return std::min(*a, *b);
}
Capacity plus(Capacity a, Capacity b) { return a && b ? Capacity(*a + *b) : std::nullopt; }
Capacity cap(int each, double times) { return each > 0 ? Capacity(each * times) : std::nullopt; }

double hours(Duration working) { return std::chrono::duration<double, std::ratio<3600>>(working).count(); }

// On the local day that begins here.
Capacity of_a_day(const Member& member, Instant begin, Instant end) {
  const Duration working = member.schedule.working_between(begin, end);
  if (member.inactive || working <= 0s) return 0;
  return least(cap(member.caps.day, 1), cap(member.caps.hour, hours(working)));
}
// In the 30 days up to `end`.
Capacity of_the_period(const Member& member, Instant end) {
  const Instant begin = end - kVolumePeriod;
  Capacity days = 0.0;
  for (Instant day = begin; day < end;) {
    const Instant next = std::min(calendar::next_local_day(member.zone, day), end);
    days = plus(days, of_a_day(member, day, next));
    day = next;
  }
  const double weeks = kVolumePeriod / std::chrono::days(1) / 7.0;
  return least(days, least(cap(member.caps.week, weeks), cap(member.caps.month, 1)));
}
Capacity of_the_period(const Load& caps) {
  const double days = kVolumePeriod / std::chrono::days(1);
  return least(least(cap(caps.hour, days * 24), cap(caps.day, days)),
               least(cap(caps.week, days / 7), cap(caps.month, 1)));
}

template <class Of>
Capacity of_members(const Routing& routing, const std::set<MemberId>& members, Of of) {
  Capacity all = 0.0;
  for (const auto& id : members) {
    if (const Member* member = routing.member(id)) all = plus(all, of(*member));
  }
  return all;
}
std::set<MemberId> members_of(const Pool& pool) {
  std::set<MemberId> all;
  for (const auto& seat : pool.members) all.insert(seat.id);
  return all;
}

std::string whole(double leads) { return std::to_string(static_cast<std::int64_t>(leads)); }
std::string date_of(std::int64_t day) { return format_date(std::chrono::local_days(std::chrono::days(day))); }

}  // namespace

void Volume::add(const lead::v1::Decision& past) {
  if (past.trigger() != lead::v1::Decision::NEW_LEAD) return;
  const LeadRecord seen(routing_, past.lead(), past.score());
  const Instant now = instant_from_micros(past.now_micros());
  const Rule* rule = walk_rules(routing_.rules, seen.record(), now).matched;
  const Destination& to = rule != nullptr ? rule->to : routing_.fallback;
  arrivals_.push_back({now, routing_.pool(to.pool)});
  last_ = std::max(last_, now);
}

void Volume::look_at(LintReport& report) const {
  std::map<const Pool*, Sum> sums;
  for (const auto& one : arrivals_) {
    if (one.pool == nullptr || one.at <= last_ - kVolumePeriod) continue;
    Sum& sum = sums[one.pool];
    ++sum.leads;
    ++sum.by_day[calendar::local_day(one.pool->zone, one.at)];
  }
  const std::size_t before = report.findings.size();
  for (const auto& [id, pool] : routing_.pools) {
    if (const auto sum = sums.find(&pool); sum != sums.end()) look_at_pool(pool, sum->second, report);
  }
  const auto warned = [](const Finding& one) { return one.warning; };
  if (std::none_of(report.findings.begin() + static_cast<std::ptrdiff_t>(before), report.findings.end(), warned))
    look_at_all(sums, report);
}

void Volume::look_at_pool(const Pool& pool, const Sum& sum, LintReport& report) const {
  const auto members = members_of(pool);
  const auto month = of_members(routing_, members, [&](const Member& one) { return of_the_period(one, last_); });
  const auto allowed = least(month, of_the_period(pool.caps));
  const auto busiest = std::ranges::max_element(sum.by_day, {}, [](const auto& day) { return day.second; });
  // A moment within that day is enough to find where it begins and ends by each member's clock.
  const Instant noon = Instant(std::chrono::days(busiest->first) + 12h);
  const auto day = of_members(routing_, members, [&](const Member& one) {
    const Instant end = calendar::next_local_day(one.zone, noon);
    return of_a_day(one, end - 24h, end);
  });
  const auto allowed_then = least(day, cap(pool.caps.day, 1));
  const std::string on = date_of(busiest->first) + " brought " + std::to_string(busiest->second);
  if (allowed && *allowed < static_cast<double>(sum.leads)) {
    report.findings.push_back({.concern = Concern::kTooSmall,
                               .subject = pool.id.value(),
                               .text = "the 30 days up to " + format_instant(last_) + " brought it " +
                                       std::to_string(sum.leads) + " new leads, and caps allow " + whole(*allowed) +
                                       "; its busiest day, " + on +
                                       (allowed_then ? " of " + whole(*allowed_then) : "") +
                                       ": higher caps, more members, or a rule that leads some elsewhere"});
  } else if (allowed_then && *allowed_then < busiest->second) {
    report.findings.push_back({.concern = Concern::kTooSmall,
                               .subject = pool.id.value(),
                               .text = "caps carry the " + std::to_string(sum.leads) +
                                       " new leads of 30 days, but not each day's: " + on + ", and " +
                                       whole(*allowed_then) + " were allowed; the others waited for the next day",
                               .warning = false});
  }
}

void Volume::look_at_all(const std::map<const Pool*, Sum>& sums, LintReport& report) const {
  std::set<MemberId> members;
  std::int64_t leads = 0;
  for (const auto& [pool, sum] : sums) {
    members.merge(members_of(*pool));
    leads += sum.leads;
  }
  const auto allowed = of_members(routing_, members, [&](const Member& one) { return of_the_period(one, last_); });
  if (!allowed || *allowed >= static_cast<double>(leads)) return;
  report.findings.push_back({.concern = Concern::kTooSmall,
                             .subject = "caps",
                             .text = "the 30 days up to " + format_instant(last_) + " brought all pools together " +
                                     std::to_string(leads) +
                                     " new leads, and the caps of their members, who sit in several, allow " +
                                     whole(*allowed) + ": higher caps, or more members"});
}

}  // namespace leakproof::router
