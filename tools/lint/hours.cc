#include "lint/hours.h"

#include <algorithm>
#include <array>
#include <bitset>
#include <optional>

#include "base/time_text.h"
#include "calendar/local_day.h"
#include "router/domain/limits.h"

namespace leakproof::router {
namespace {

using namespace std::chrono_literals;

constexpr Duration kWeek = std::chrono::days(7), kStep = 15min;
constexpr std::size_t kSteps = std::chrono::days(1) / std::chrono::minutes(15);
using Day = std::bitset<kSteps>;

bool anybody_on_shift(const Routing& routing, const Pool& pool, Instant at) {
  return std::ranges::any_of(pool.members, [&](const PoolMember& seat) {
    const Member* member = routing.member(seat.id);
    return member != nullptr && !member->inactive && member->schedule.is_open(at);
  });
}

// When somebody is there, from Monday on. A day on which the clock changes is passed over: other weeks have it.
std::array<Day, 7> staffed_hours(const Routing& routing, const Pool& pool, Instant now) {
  std::array<Day, 7> week;
  for (Instant begin = calendar::next_local_day(pool.zone, now); begin < now + 4 * kWeek;) {
    const Instant end = calendar::next_local_day(pool.zone, begin);
    Day& day =
        week[static_cast<std::size_t>((calendar::local_day(pool.zone, begin) + 3) % 7)];  // 1970 began on a Thursday
    for (std::size_t step = 0; step < kSteps && end - begin == 24h; ++step) {
      if (!day[step] && anybody_on_shift(routing, pool, begin + static_cast<int>(step) * kStep)) day.set(step);
    }
    begin = end;
  }
  return week;
}

std::string clock(std::size_t step) {
  const std::size_t minutes = step * 15;
  const auto two = [](std::size_t number) { return (number < 10 ? "0" : "") + std::to_string(number); };
  return two(minutes / 60) + ":" + two(minutes % 60);
}
// " 00:00–08:00 and 18:00–24:00"; empty for a whole day.
std::string unstaffed(const Day& day) {
  std::string text;
  if (day.none()) return text;
  for (std::size_t from = 0; from < kSteps; ++from) {
    if (day[from]) continue;
    std::size_t to = from;
    while (to < kSteps && !day[to]) ++to;
    text += (text.empty() ? " " : " and ") + clock(from) + "–" + clock(to);
    from = to;
  }
  return text;
}
// "Mon–Fri 00:00–08:00 and 18:00–24:00, Sat–Sun"; empty when somebody is always there.
std::string unstaffed(const std::array<Day, 7>& week) {
  static constexpr std::array<std::string_view, 7> kDays = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
  std::string text;
  for (std::size_t first = 0; first < week.size();) {
    std::size_t last = first;
    while (last + 1 < week.size() && week[last + 1] == week[first]) ++last;
    if (!week[first].all()) {
      text += (text.empty() ? "" : ", ") + std::string(kDays[first]);
      if (last > first) text += "–" + std::string(kDays[last]);
      text += unstaffed(week[first]);
    }
    first = last + 1;
  }
  return text;
}

struct Absence {
  Instant from{};
  Duration length{};
};
Absence longest_absence(const Routing& routing, const Pool& pool, Instant now) {
  Absence longest;
  Instant from = now;
  for (Instant at = now; at < now + 2 * kWeek; at += kStep) {
    if (anybody_on_shift(routing, pool, at)) from = at + kStep;
    if (at + kStep - from > longest.length) longest = {from, at + kStep - from};
  }
  return longest;
}

// The next moment at which all who are on shift at `at` have gone; nullopt when somebody always is there.
std::optional<Instant> last_closing(const Routing& routing, const Pool& pool, Instant at) {
  Instant last = at;
  for (const auto& seat : pool.members) {
    const Member* member = routing.member(seat.id);
    if (member == nullptr || member->inactive || !member->schedule.is_open(at)) continue;
    const auto closing = member->schedule.closing(at);
    if (!closing) return std::nullopt;
    last = std::max(last, *closing);
  }
  return last;
}
std::optional<Instant> first_opening(const Routing& routing, const Pool& pool, Instant from) {
  std::optional<Instant> first;
  for (const auto& seat : pool.members) {
    const Member* member = routing.member(seat.id);
    const auto opening = member == nullptr || member->inactive ? std::nullopt : member->schedule.next_opening(from);
    if (opening && (!first || *opening < *first)) first = opening;
  }
  return first;
}

// The first gap that a look each quarter of an hour does not see, such as the minute between 11:59 and 12:00.
std::optional<Absence> short_gap(const Routing& routing, const Pool& pool, Instant now) {
  for (auto at = first_opening(routing, pool, now); at && *at < now + 2 * kWeek;) {
    const auto closing = last_closing(routing, pool, *at);
    if (!closing) return std::nullopt;
    at = first_opening(routing, pool, *closing);
    if (at && *at > *closing && *at - *closing < kStep) return Absence{*closing, *at - *closing};
  }
  return std::nullopt;
}

}  // namespace

void look_at_hours(const Routing& routing, const Pool& pool, Instant now, LintReport& report) {
  now -= now.time_since_epoch() % kStep;
  const Absence longest = longest_absence(routing, pool, now);
  const Duration wait = pool.hold_max > Duration::zero() ? pool.hold_max : kHoldMaxDefault;
  const bool too_long = longest.length > wait && pool.overflow != Overflow::kWait,
             never = longest.length >= 2 * kWeek - kStep;
  Finding finding{.concern = Concern::kNobodyThere, .subject = pool.id.value(), .text = {}, .warning = never};
  if (never) {
    finding.text = "nobody in it is on shift in the two weeks to come";
  } else {
    const std::string hours = unstaffed(staffed_hours(routing, pool, now));
    if (!hours.empty()) finding.text = "nobody is on shift " + hours + " (" + pool.zone + ")";
    if (too_long)
      finding.text += (hours.empty() ? "" : "; ") + std::string("the longest stretch to come is ") +
                      format_duration(longest.length) + " from " + format_instant(longest.from) +
                      ", and a lead waits " + format_duration(wait) + " here";
  }
  if (const auto gap = short_gap(routing, pool, now))
    finding.text += (finding.text.empty() ? "" : "; ") + ("nobody is on shift for " + format_duration(gap->length)) +
                    " from " + format_instant(gap->from) +
                    ": is the end of one shift meant to be the start of the next?";
  if (!finding.text.empty()) report.findings.push_back(std::move(finding));
}

}  // namespace leakproof::router
