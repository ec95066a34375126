#include "base/time_text.h"

#include <array>
#include <cstdio>
#include <ranges>

#include "base/parse_number.h"

namespace leakproof {
namespace {

using std::chrono::minutes;

// Takes pieces off the front of a text; each take says whether it was there.
class Reader {
 public:
  explicit Reader(std::string_view text) : rest_(text) {}
  bool done() const { return rest_.empty(); }
  bool take(char c) {
    if (rest_.empty() || rest_[0] != c) return false;
    rest_.remove_prefix(1);
    return true;
  }
  bool take(std::string_view word) {
    if (!rest_.starts_with(word)) return false;
    rest_.remove_prefix(word.size());
    return true;
  }
  // Exactly `width` digits.
  bool take(int width, int& number) {
    if (digits() < static_cast<std::size_t>(width)) return false;
    number = *parse_number<int>(rest_.substr(0, width));
    rest_.remove_prefix(width);
    return true;
  }
  std::string_view take_digits() {
    const auto taken = rest_.substr(0, digits());
    rest_.remove_prefix(taken.size());
    return taken;
  }

 private:
  std::size_t digits() const {
    const auto end = rest_.find_first_not_of("0123456789");
    return end == std::string_view::npos ? rest_.size() : end;
  }
  std::string_view rest_;
};

Error expected(std::string_view text, const char* what) { return refuse("'" + std::string(text) + "' is not " + what); }

bool take_time_of_day(Reader& reader, minutes& time) {
  int hour = 0, minute = 0;
  if (!reader.take(2, hour) || !reader.take(':') || !reader.take(2, minute) || minute > 59) return false;
  time = minutes(hour * 60 + minute);
  return time <= minutes(24 * 60);
}

std::optional<std::chrono::year_month_day> take_date(Reader& reader) {
  int year = 0, month = 0, day = 0;
  if (!reader.take(4, year) || !reader.take('-') || !reader.take(2, month) || !reader.take('-') || !reader.take(2, day))
    return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(month), std::chrono::day(day)};
  return date.ok() ? std::optional(date) : std::nullopt;
}

// The digits after a point as millionths; what lies beyond a millionth is dropped.
std::int64_t millionths(std::string_view digits) {
  std::int64_t value = 0;
  for (std::size_t i = 0; i < 6; ++i) value = value * 10 + (i < digits.size() ? digits[i] - '0' : 0);
  return value;
}

bool take_fraction(Reader& reader, Duration& fraction) {
  if (!reader.take('.')) return true;
  const auto digits = reader.take_digits();
  fraction = Duration(millionths(digits));
  return !digits.empty();
}

bool take_offset(Reader& reader, minutes& offset) {
  if (reader.take('Z') || reader.take('z')) return true;
  const bool west = reader.take('-');
  if (!west && !reader.take('+')) return false;
  if (!take_time_of_day(reader, offset) || offset >= minutes(24 * 60)) return false;
  if (west) offset = -offset;
  return true;
}

struct Unit {
  std::string_view name;
  std::int64_t micros;
};
constexpr std::array<Unit, 6> kUnits{
    {{"d", 86'400'000'000}, {"h", 3'600'000'000}, {"m", 60'000'000}, {"s", 1'000'000}, {"ms", 1'000}, {"us", 1}}};

// One "1.5h" added to `total`; false when it is malformed or the sum does not fit.
bool take_part(Reader& reader, std::int64_t& total) {
  const auto whole = parse_number<std::int64_t>(reader.take_digits());
  Duration fraction{};
  if (!whole || !take_fraction(reader, fraction)) return false;
  std::int64_t count = *whole;
  for (const auto& unit : std::views::reverse(kUnits)) {  // "ms" before "m"
    if (!reader.take(unit.name)) continue;
    // Micros are at most 8.64e10 and the fraction below 1e6, so this product fits.
    const std::int64_t part = fraction.count() * unit.micros / 1'000'000;
    return !__builtin_mul_overflow(count, unit.micros, &count) && !__builtin_add_overflow(count, part, &count) &&
           !__builtin_add_overflow(total, count, &total);
  }
  return false;
}

}  // namespace

Result<std::chrono::local_days> parse_date(std::string_view text) {
  Reader reader(text);
  const auto date = take_date(reader);
  if (!date || !reader.done()) return expected(text, "a date such as 2026-02-17");
  return std::chrono::local_days(*date);
}

std::string format_date(std::chrono::local_days date) {
  return format_instant(Instant(date.time_since_epoch())).substr(0, 10);
}

std::optional<minutes> parse_time_of_day(std::string_view text) {
  Reader reader(text);
  minutes time{};
  return take_time_of_day(reader, time) && reader.done() ? std::optional(time) : std::nullopt;
}

Result<Duration> parse_duration(std::string_view text) {
  if (text == "0") return Duration::zero();
  Reader reader(text);
  const bool negative = reader.take('-');
  std::int64_t total = 0;
  do {
    if (!take_part(reader, total)) return expected(text, "a duration such as 5m, 1h30m, 2d or 500ms");
  } while (!reader.done());
  return Duration(negative ? -total : total);
}

std::string format_duration(Duration duration) {
  if (duration == Duration::zero()) return "0s";
  std::string text = duration.count() < 0 ? "-" : "";
  // Unsigned, so that the smallest duration has a magnitude.
  auto left = static_cast<std::uint64_t>(duration.count());
  if (duration.count() < 0) left = -left;
  for (const auto& unit : kUnits) {
    const auto micros = static_cast<std::uint64_t>(unit.micros);
    if (left >= micros) text.append(std::to_string(left / micros)).append(unit.name);
    left %= micros;
  }
  return text;
}

Result<Instant> parse_instant(std::string_view text) {
  constexpr auto what = "a time such as 2026-02-17T08:00:00Z";
  Reader reader(text);
  const auto date = take_date(reader);
  if (!date || !(reader.take('T') || reader.take('t'))) return expected(text, what);
  minutes time{}, offset{};
  int second = 0;
  Duration fraction{};
  const bool read = take_time_of_day(reader, time) && reader.take(':') && reader.take(2, second) &&
                    take_fraction(reader, fraction) && take_offset(reader, offset) && reader.done();
  if (!read || second > 60 || time >= minutes(24 * 60)) return expected(text, what);
  return Instant(std::chrono::sys_days(*date)) + time + std::chrono::seconds(second) + fraction - offset;
}

std::string format_instant(Instant instant) {
  const auto day = std::chrono::floor<std::chrono::days>(instant);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss<Duration> time(instant - day);
  std::array<char, 48> out;
  std::snprintf(out.data(), out.size(), "%04d-%02u-%02uT%02d:%02d:%02d", static_cast<int>(date.year()),
                static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                static_cast<int>(time.hours().count()), static_cast<int>(time.minutes().count()),
                static_cast<int>(time.seconds().count()));
  std::string text(out.data());
  const auto micros = static_cast<int>(time.subseconds().count());
  if (micros % 1000 != 0) {
    std::snprintf(out.data(), out.size(), ".%06d", micros);
    text += out.data();
  } else if (micros != 0) {
    std::snprintf(out.data(), out.size(), ".%03d", micros / 1000);
    text += out.data();
  }
  return text + "Z";
}

}  // namespace leakproof
