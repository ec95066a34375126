// Local days of a zone, for daily caps. Pure but for the system's time-zone database, like libs/calendar.
#pragma once
#include <cstdint>
#include <string>

#include "base/time.h"

namespace leakproof::router {

// Days since 1970-01-01 by the zone's clock; UTC for a zone that does not exist (configuration refuses those).
std::int64_t local_day(const std::string& zone, Instant at);
// When the next one begins: always after `at`.
Instant next_local_day(const std::string& zone, Instant at);

}  // namespace leakproof::router
