#include "router/domain/local_day.h"

#include <date/tz.h>

#include "calendar/text.h"

namespace leakproof::router {
namespace {

using date::days;

const date::time_zone* zone_of(const std::string& name) { return date::locate_zone(calendar::zone_exists(name) ? name : "Etc/UTC"); }
date::local_days day_at(const std::string& zone, Instant at) { return date::floor<days>(zone_of(zone)->to_local(at)); }

}  // namespace

std::int64_t local_day(const std::string& zone, Instant at) { return day_at(zone, at).time_since_epoch().count(); }

Instant next_local_day(const std::string& zone, Instant at) {
  const date::local_time<Duration> midnight = day_at(zone, at) + days(1);
  return zone_of(zone)->to_sys(midnight, date::choose::earliest);
}

}  // namespace leakproof::router
