// Holidays that come with the program: the files in libs/calendar/holidays, read on first use and held in memory.
// Thread-safe.
#pragma once
#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "calendar/icalendar.h"

namespace leakproof::calendar {

// The first and the last year that the files cover.
constexpr std::chrono::year kShippedFrom{2024}, kShippedTo{2030};

// de, us, vn.
const std::vector<std::string>& shipped_calendars();
// The days of one, by date; none when there is no such calendar.
const std::vector<NamedDay>& shipped_days(std::string_view name);

}  // namespace leakproof::calendar
