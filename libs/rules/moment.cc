// Tested by: libs/rules/conformance_test.cc
#include "rules/moment.h"

#include <date/date.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "rules/named_zone.h"
#include "rules/value.h"

namespace leakproof::rules {
namespace {

using Wide = __int128;
constexpr std::int64_t kNanosASecond = 1'000'000'000;
constexpr std::int64_t kFirstSecond = -62'135'596'800, kLastSecond = 253'402'300'799;  // the years 1 to 9999

Wide wide(const Nanoseconds& count) { return Wide{count.seconds} * kNanosASecond + count.nanos; }
template <class T>
T narrow(Wide nanos) {
  Wide seconds = nanos / kNanosASecond, rest = nanos % kNanosASecond;
  if (rest < 0) {
    rest += kNanosASecond;
    --seconds;
  }
  T result;
  result.seconds = static_cast<std::int64_t>(seconds);
  result.nanos = static_cast<std::int32_t>(rest);
  return result;
}
std::optional<Timestamp> in_range(Wide nanos, Timestamp) {
  if (nanos < Wide{kFirstSecond} * kNanosASecond || nanos >= (Wide{kLastSecond} + 1) * kNanosASecond)
    return std::nullopt;
  return narrow<Timestamp>(nanos);
}
std::optional<Span> in_range(Wide nanos, Span) {
  return nanos < INT64_MIN || nanos > INT64_MAX ? std::nullopt : std::optional(narrow<Span>(nanos));
}

// Reads exactly `digits` digits off the front of `text`.
std::optional<int> fixed_number(std::string_view& text, std::size_t digits) {
  int value = 0;
  if (text.size() < digits) return std::nullopt;
  for (const char c : text.substr(0, digits)) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  text.remove_prefix(digits);
  return value;
}
bool skip(std::string_view& text, std::string_view any_of) {
  if (text.empty() || any_of.find(text[0]) == std::string_view::npos) return false;
  text.remove_prefix(1);
  return true;
}
// ".123" off the front as nanoseconds; 0 when there is no point.
std::optional<std::int32_t> fraction(std::string_view& text) {
  if (!skip(text, ".")) return 0;
  std::int32_t nanos = 0, digits = 0;
  for (; !text.empty() && text[0] >= '0' && text[0] <= '9'; text.remove_prefix(1), ++digits) {
    if (digits < 9) nanos = nanos * 10 + (text[0] - '0');
  }
  if (digits == 0) return std::nullopt;
  for (; digits < 9; ++digits) nanos *= 10;
  return nanos;
}
// "HH:MM" as minutes, less than a day.
std::optional<int> clock_minutes(std::string_view& text) {
  const auto hours = fixed_number(text, 2);
  if (!hours || !skip(text, ":")) return std::nullopt;
  const auto minutes = fixed_number(text, 2);
  return minutes && *hours < 24 && *minutes < 60 ? std::optional(*hours * 60 + *minutes) : std::nullopt;
}
// "Z", "+07:00": seconds east of UTC.
std::optional<int> offset(std::string_view& text) {
  if (skip(text, "Z")) return 0;
  const int sign = !text.empty() && text[0] == '-' ? -1 : 1;
  if (!skip(text, "+-")) return std::nullopt;
  const auto minutes = clock_minutes(text);
  return minutes ? std::optional(sign * *minutes * 60) : std::nullopt;
}

struct Unit {
  std::string_view name;
  std::int64_t nanos;
};
constexpr std::array<Unit, 9> kUnits = {{{"ns", 1},
                                         {"us", 1'000},
                                         {"\u00b5s", 1'000},
                                         {"\u03bcs", 1'000},
                                         {"ms", 1'000'000},
                                         {"s", kNanosASecond},
                                         {"m", 60 * kNanosASecond},
                                         {"h", 3600 * kNanosASecond},
                                         {"d", 86'400 * kNanosASecond}}};

// "90m" off the front, as nanoseconds.
std::optional<Wide> unit_count(std::string_view& text) {
  Wide whole = 0, part = 0, scale = 1;
  bool digits = false;
  for (; !text.empty() && text[0] >= '0' && text[0] <= '9'; text.remove_prefix(1), digits = true) {
    whole = whole * 10 + (text[0] - '0');
    if (whole > Wide{INT64_MAX} + 1) return std::nullopt;
  }
  if (skip(text, ".")) {
    for (; !text.empty() && text[0] >= '0' && text[0] <= '9'; text.remove_prefix(1), digits = true) {
      if (scale < kNanosASecond * Wide{1'000'000}) {
        part = part * 10 + (text[0] - '0');
        scale *= 10;
      }
    }
  }
  if (!digits) return std::nullopt;
  for (const auto& unit : kUnits) {  // "m" is no prefix of what follows it: "ms" comes first
    if (!text.starts_with(unit.name)) continue;
    text.remove_prefix(unit.name.size());
    return whole * unit.nanos + part * unit.nanos / scale;
  }
  return std::nullopt;
}

std::string fraction_text(std::int32_t nanos) {
  if (nanos == 0) return "";
  std::string digits = std::to_string(nanos);
  digits.insert(0, 9 - digits.size(), '0');
  digits.erase(digits.find_last_not_of('0') + 1);
  return "." + digits;
}
std::string padded(int number, std::size_t width) {
  std::string digits = std::to_string(number);
  return digits.size() < width ? std::string(width - digits.size(), '0') + digits : digits;
}

Civil civil_at(std::int64_t seconds, std::int32_t nanos) {
  const date::sys_seconds time{std::chrono::seconds(seconds)};
  const auto midnight = date::floor<date::days>(time);
  const date::year_month_day day(midnight);
  const date::hh_mm_ss<std::chrono::seconds> clock(time - midnight);
  const auto new_year = date::sys_days(day.year() / date::January / 1);
  return {static_cast<int>(day.year()),
          static_cast<int>(static_cast<unsigned>(day.month())),
          static_cast<int>(static_cast<unsigned>(day.day())),
          static_cast<int>(date::weekday(midnight).c_encoding()),
          static_cast<int>((midnight - new_year).count()),
          static_cast<int>(clock.hours().count()),
          static_cast<int>(clock.minutes().count()),
          static_cast<int>(clock.seconds().count()),
          nanos / 1'000'000};
}

std::optional<std::int64_t> zone_offset(std::int64_t seconds, std::string_view zone) {
  if (zone.empty() || zone == "UTC") return 0;
  if (zone[0] == '+' || zone[0] == '-' || (zone[0] >= '0' && zone[0] <= '9')) {
    const int sign = zone[0] == '-' ? -1 : 1;
    skip(zone, "+-");
    const auto minutes = clock_minutes(zone);
    return minutes && zone.empty() ? std::optional<std::int64_t>(sign * *minutes * 60) : std::nullopt;
  }
  return named_zone_offset(seconds, zone);
}

}  // namespace

Timestamp timestamp_of(Instant instant) { return narrow<Timestamp>(Wide{to_micros(instant)} * 1000); }
Span span_of(Duration duration) {
  return narrow<Span>(std::clamp(Wide{duration.count()} * 1000, Wide{INT64_MIN}, Wide{INT64_MAX}));
}

std::optional<Timestamp> later(Timestamp time, Span by) { return in_range(wide(time) + wide(by), Timestamp()); }
std::optional<Timestamp> earlier(Timestamp time, Span by) { return in_range(wide(time) - wide(by), Timestamp()); }
std::optional<Span> sum(Span a, Span b) { return in_range(wide(a) + wide(b), Span()); }
std::optional<Span> difference(Span a, Span b) { return in_range(wide(a) - wide(b), Span()); }
std::optional<Span> negative(Span span) { return in_range(-wide(span), Span()); }
std::optional<Span> between(Timestamp later, Timestamp earlier) {
  return in_range(wide(later) - wide(earlier), Span());
}
std::optional<Timestamp> timestamp_of_seconds(std::int64_t seconds) {
  return in_range(Wide{seconds} * kNanosASecond, Timestamp());
}
std::int64_t nanoseconds_of(Span span) { return static_cast<std::int64_t>(wide(span)); }

std::optional<Timestamp> parse_timestamp(std::string_view text) {
  const auto year = fixed_number(text, 4);
  if (!year || !skip(text, "-")) return std::nullopt;
  const auto month = fixed_number(text, 2);
  if (!month || !skip(text, "-")) return std::nullopt;
  const auto day = fixed_number(text, 2);
  if (!day || !skip(text, "T")) return std::nullopt;
  const auto minutes = clock_minutes(text);
  if (!minutes || !skip(text, ":")) return std::nullopt;
  const auto second = fixed_number(text, 2);
  const auto nanos = fraction(text);
  const auto east = offset(text);
  const auto date = date::year(*year) / static_cast<unsigned>(*month) / static_cast<unsigned>(*day);
  if (!second || *second > 59 || !nanos || !east || !text.empty() || !date.ok()) return std::nullopt;
  const auto days = date::sys_days(date).time_since_epoch().count();
  return in_range((Wide{days} * 86'400 + *minutes * 60 + *second - *east) * kNanosASecond + *nanos, Timestamp());
}

std::optional<Span> parse_span(std::string_view text) {
  const bool minus = text.starts_with('-');
  skip(text, "+-");
  if (text == "0") return Span();
  Wide total = 0;
  do {
    const auto count = unit_count(text);
    if (!count || (total += *count) > Wide{INT64_MAX} + 1) return std::nullopt;
  } while (!text.empty());
  return in_range(minus ? -total : total, Span());
}

std::string format_timestamp(Timestamp time) {
  const Civil civil = civil_at(time.seconds, time.nanos);
  return padded(civil.year, 4) + "-" + padded(civil.month, 2) + "-" + padded(civil.day, 2) + "T" +
         padded(civil.hour, 2) + ":" + padded(civil.minute, 2) + ":" + padded(civil.second, 2) +
         fraction_text(time.nanos) + "Z";
}

std::string format_seconds(Span span) {
  const bool minus = span.seconds < 0;
  const Span size = minus ? narrow<Span>(-wide(span)) : span;
  return (minus ? "-" : "") + std::to_string(size.seconds) + fraction_text(size.nanos) + "s";
}

std::optional<Civil> civil_of(Timestamp time, std::string_view zone) {
  const auto east = zone_offset(time.seconds, zone);
  return east ? std::optional(civil_at(time.seconds + *east, time.nanos)) : std::nullopt;
}

}  // namespace leakproof::rules
