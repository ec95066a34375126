// Dates, durations and instants as text: what configuration, rules and the API read and write. Pure functions, free to
// call from any thread. Every parser takes the whole text or refuses it with what it expects; none reads the C locale.
#pragma once
#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/time.h"

namespace leakproof {

// "2026-02-17".
Result<std::chrono::local_days> parse_date(std::string_view text);
// As parse_date reads it.
std::string format_date(std::chrono::local_days date);
// Minutes since midnight of "08:30", from "00:00" up to and with "24:00"; nullopt for any other text.
std::optional<std::chrono::minutes> parse_time_of_day(std::string_view text);
// "5m", "1h30m", "2d", "1.5h", "500ms", "250us", "-10s", "0". A day is 24 hours.
Result<Duration> parse_duration(std::string_view text);
// The shortest text that parse_duration reads back: "2d", "1h30m", "0s".
std::string format_duration(Duration duration);
// RFC 3339: "2026-02-17T08:00:00Z", "2026-02-17T08:00:00.25+07:00".
// Digits beyond the microsecond are dropped; a leap second is the next second.
Result<Instant> parse_instant(std::string_view text);
// RFC 3339 in UTC, with milliseconds or microseconds only where there are any.
std::string format_instant(Instant instant);

}  // namespace leakproof
