// Times as text: what configuration, rules and the API read and write. Pure functions, free to call from any thread.
// Every parser takes the whole text or refuses it with what it expects; none reads the C locale.
#pragma once
#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/time.h"

namespace leakproof::calendar {

// A stretch of local time, in minutes since midnight of the day it starts on. `to` at or before `from` means the next
// day.
struct LocalInterval {
  std::chrono::minutes from{};  // 0 … 1439
  std::chrono::minutes to{};    // 0 … 1440
  bool operator==(const LocalInterval&) const = default;
};

// "08:00-12:00", "22:00-06:00", "00:00-24:00".
Result<LocalInterval> parse_local_interval(std::string_view text);
// "2026-02-17".
Result<std::chrono::local_days> parse_date(std::string_view text);
// As parse_date reads it.
std::string format_date(std::chrono::local_days date);
// "5m", "1h30m", "2d", "1.5h", "500ms", "250us", "-10s", "0". A day is 24 hours.
Result<Duration> parse_duration(std::string_view text);
// The shortest text that parse_duration reads back: "2d", "1h30m", "0s".
std::string format_duration(Duration duration);
// RFC 3339: "2026-02-17T08:00:00Z", "2026-02-17T08:00:00.25+07:00".
// Digits beyond the microsecond are dropped; a leap second is the next second.
Result<Instant> parse_instant(std::string_view text);
// RFC 3339 in UTC, with milliseconds or microseconds only where there are any.
std::string format_instant(Instant instant);
// Whether the system's time-zone database holds this IANA name.
bool zone_exists(std::string_view name);
// Every name it holds, in order, but for "localtime", the machine's own; read once.
const std::vector<std::string>& zone_names();

}  // namespace leakproof::calendar
