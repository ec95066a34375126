// Days, weeks and months of a zone's clock, such as caps count by. Pure but for the system's time-zone database; free
// to call from any thread.
#pragma once
#include <chrono>
#include <cstdint>
#include <string>

#include "base/time.h"

namespace leakproof::calendar {

// Numbers that grow with time; by UTC for a zone that does not exist (configuration refuses those).
std::int64_t local_day(const std::string& zone, Instant at);    // days since 1970-01-01
std::int64_t local_week(const std::string& zone, Instant at);   // weeks, each from Monday
std::int64_t local_month(const std::string& zone, Instant at);  // calendar months
// When the next one begins: always after `at`.
Instant next_local_day(const std::string& zone, Instant at);
Instant next_local_week(const std::string& zone, Instant at);
Instant next_local_month(const std::string& zone, Instant at);

// When a clock on the wall there shows what `shown` shows in UTC. A time that occurs twice is its first pass, one that
// is skipped the moment of the jump.
Instant instant_of(const std::string& zone, Instant shown);

// When the day begins there.
Instant local_midnight(const std::string& zone, std::chrono::local_days day);

// What a clock on the wall there shows: "2026-02-06 09:10".
std::string wall_clock(const std::string& zone, Instant at);

}  // namespace leakproof::calendar
