#include "calendar/local_day.h"

#include <date/tz.h>

#include "base/time_text.h"
#include "calendar/zone_names.h"

namespace leakproof::calendar {
namespace {

const date::time_zone* zone_of(const std::string& name) {
  return date::locate_zone(zone_exists(name) ? name : "Etc/UTC");
}
date::local_days day_at(const std::string& zone, Instant at) {
  return date::floor<date::days>(zone_of(zone)->to_local(at));
}
date::local_days monday_of(date::local_days day) { return day - (date::weekday(day) - date::Monday); }
date::year_month month_of(date::local_days day) {
  const date::year_month_day ymd(day);
  return ymd.year() / ymd.month();
}
// When `day` begins that has not begun at `at`: a clock that is set back over midnight, as in St. John's until 2011,
// shows it twice.
Instant midnight(const std::string& zone, date::local_days day, Instant at) {
  const date::local_time<Duration> begin(day);
  const Instant first = zone_of(zone)->to_sys(begin, date::choose::earliest);
  return first > at ? first : zone_of(zone)->to_sys(begin, date::choose::latest);
}

}  // namespace

std::int64_t local_day(const std::string& zone, Instant at) { return day_at(zone, at).time_since_epoch().count(); }
std::int64_t local_week(const std::string& zone, Instant at) {
  return date::floor<date::weeks>(monday_of(day_at(zone, at)).time_since_epoch()).count();
}
std::int64_t local_month(const std::string& zone, Instant at) {
  const auto month = month_of(day_at(zone, at));
  return static_cast<int>(month.year()) * std::int64_t{12} + static_cast<unsigned>(month.month()) - 1;
}

Instant next_local_day(const std::string& zone, Instant at) {
  return midnight(zone, day_at(zone, at) + date::days(1), at);
}
Instant next_local_week(const std::string& zone, Instant at) {
  return midnight(zone, monday_of(day_at(zone, at)) + date::weeks(1), at);
}
Instant next_local_month(const std::string& zone, Instant at) {
  return midnight(zone, date::local_days((month_of(day_at(zone, at)) + date::months(1)) / 1), at);
}

Instant instant_of(const std::string& zone, Instant shown) {
  return zone_of(zone)->to_sys(date::local_time<Duration>(shown.time_since_epoch()), date::choose::earliest);
}

Instant local_midnight(const std::string& zone, std::chrono::local_days day) {
  return zone_of(zone)->to_sys(date::local_time<Duration>(day.time_since_epoch()), date::choose::earliest);
}

std::string wall_clock(const std::string& zone, Instant at) {
  const Instant shown(zone_of(zone)->to_local(at).time_since_epoch());
  return format_instant(shown).replace(10, 1, " ").substr(0, 16);
}

}  // namespace leakproof::calendar
