// The all-day events of an iCalendar file (RFC 5545) as dates with names: days off as authorities, offices and calendar
// programs give them. Read by libical: folded lines, DTEND (exclusive), RRULE, RDATE, EXDATE and moved repetitions
// count as the RFC says; what is cancelled does not. An event from midnight to midnight counts as
// all-day whatever its zone. Pure; free to call from any thread.
#pragma once
#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace leakproof::calendar {

struct NamedDay {
  std::chrono::local_days date;
  std::string name;  // SUMMARY, on one line
  bool operator==(const NamedDay&) const = default;
};

struct AllDayEvents {
  std::vector<NamedDay> days;        // by date; one name a date, that of the event that stands first
  std::vector<std::string> skipped;  // a line each: what was passed over, and why; at most kSkippedMax
};

constexpr std::size_t kICalendarBytesMax = std::size_t{10} << 20;
// Days of all events together, and repetitions since their first: what a small file may make us do.
constexpr int kICalendarDaysMax = 1'000'000;
constexpr std::size_t kSkippedMax = 20;
constexpr std::size_t kICalendarLineMax = std::size_t{64} << 10;  // libical's time grows with the square of it
constexpr int kHopelessRulesMax = 20;                             // each may cost a search through centuries

// The days in [from, until). Refuses what is no iCalendar file, is too large, or holds no all-day event at all.
Result<AllDayEvents> read_icalendar(std::string_view text, std::chrono::local_days from, std::chrono::local_days until);

}  // namespace leakproof::calendar
