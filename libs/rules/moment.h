// Times as the language has them: nanoseconds over the years 1 to 9999, as seconds and a fraction. Plain values and
// pure functions.
#pragma once
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace leakproof::rules {

// A count of nanoseconds: `nanos` (0 … 999,999,999) always add to `seconds`, for negative counts too.
struct Nanoseconds {
  std::int64_t seconds = 0;
  std::int32_t nanos = 0;
  auto operator<=>(const Nanoseconds&) const = default;
};
// Since 1970-01-01T00:00:00Z, without leap seconds.
struct Timestamp : Nanoseconds {
  auto operator<=>(const Timestamp&) const = default;
};
// At most 2^63 nanoseconds, some 292 years, either way.
struct Span : Nanoseconds {
  auto operator<=>(const Span&) const = default;
};

// nullopt when the result leaves the range.
std::optional<Timestamp> later(Timestamp time, Span by);
std::optional<Timestamp> earlier(Timestamp time, Span by);
std::optional<Span> sum(Span a, Span b);
std::optional<Span> difference(Span a, Span b);
std::optional<Span> negative(Span span);
std::optional<Span> between(Timestamp later, Timestamp earlier);
std::optional<Timestamp> timestamp_of_seconds(std::int64_t seconds);
// The whole of it; every Span fits.
std::int64_t nanoseconds_of(Span span);

// RFC 3339 with up to nine digits of a second: "2026-02-17T08:00:00.25+07:00". nullopt for anything else (a second of
// 60 too) and beyond the range.
std::optional<Timestamp> parse_timestamp(std::string_view text);
// "1h30m", "1.5s", "-10ms", "0"; units d (24 hours) h m s ms us µs ns.
std::optional<Span> parse_span(std::string_view text);
// RFC 3339 in UTC with as many digits of a second as there are.
std::string format_timestamp(Timestamp time);
// As the language's string() has it: "5400s", "-0.01s".
std::string format_seconds(Span span);

// What a calendar and a clock show.
struct Civil {
  int year, month, day;  // from 1
  int weekday;           // 0 = Sunday
  int day_of_year;       // from 0
  int hour, minute, second, millisecond;
};
// In `zone`: an IANA name, "+07:00", "-02:30" or "07:00"; "" is UTC. nullopt when there is no such zone.
std::optional<Civil> civil_of(Timestamp time, std::string_view zone);

}  // namespace leakproof::rules
