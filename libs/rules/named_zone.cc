#include "rules/named_zone.h"

#include <date/tz.h>

#include "calendar/zone_clock.h"

namespace leakproof::rules {
namespace {

using namespace std::chrono_literals;
constexpr date::sys_days kEndOfTime = date::year(9999) / 12 / 31;
// Of zones whose changes follow a rule the files list those until 2037 or later; the rule itself the date library does
// not read.
constexpr date::sys_days kLastListed = date::year(2037) / 1 / 1;

// The same day of the month, on the same day of the week, in a late listed year: by these a rule finds its days. What
// is listed last holds until March 2038.
date::sys_days listed_twin(date::sys_days day) {
  const date::year_month_day wanted(day);
  for (date::year year(wanted.month() < date::March ? 2038 : 2037); year >= date::year(2030); --year) {
    const auto twin = year / wanted.month() / wanted.day();
    if (twin.ok() && date::weekday(twin) == date::weekday(day)) return twin;
  }
  return listed_twin(day + date::days(1)) - date::days(1);  // February 29
}

std::int64_t seconds_of(date::sys_days day) { return date::sys_seconds(day).time_since_epoch().count(); }

}  // namespace

std::optional<std::int64_t> named_zone_offset(std::int64_t seconds, std::string_view zone) {
  try {
    const calendar::ZoneClock clocks(*date::locate_zone(zone));
    const date::sys_seconds time{std::chrono::seconds(seconds)};
    const auto listed = clocks.stretch_at(Instant(time.time_since_epoch()));
    if (listed.from < seconds_of(kLastListed) || listed.until <= seconds_of(kEndOfTime)) return listed.offset;
    const auto day = date::floor<date::days>(time);
    return clocks.stretch_at(Instant((listed_twin(day) + (time - day)).time_since_epoch())).offset;
  } catch (const std::exception&) {  // how date says that it knows no such zone
    return std::nullopt;
  }
}

}  // namespace leakproof::rules
