#include "config/format.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <limits>
#include <map>
#include <numeric>

#include "base/called_port.h"
#include "base/parse_number.h"
#include "base/public_address.h"
#include "base/time_text.h"
#include "calendar/local_day.h"
#include "calendar/local_interval.h"
#include "calendar/shipped.h"
#include "calendar/zone_names.h"

namespace leakproof::config {
namespace {

using Check = bool (*)(std::string_view);

bool is_word_character(char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_'; }

bool is_id(std::string_view text) {
  return !text.empty() && text.size() <= 64 && std::isalnum(static_cast<unsigned char>(text.front())) &&
         std::all_of(text.begin(), text.end(), [](char c) { return is_word_character(c) || c == '-' || c == '.'; });
}
bool is_word(std::string_view text) {
  return !text.empty() && text.size() <= 64 && !std::isdigit(static_cast<unsigned char>(text.front())) &&
         std::all_of(text.begin(), text.end(), is_word_character);
}
bool is_token(std::string_view text) {
  return text.size() >= 16 && text.size() <= 128 &&
         std::all_of(text.begin(), text.end(), [](char c) { return is_word_character(c) || c == '-'; });
}
bool is_region(std::string_view text) {
  return text.size() == 2 && std::all_of(text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}
bool is_visible(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < 0x7F; });
}

// Beside the workspace's file, or below.
bool is_file(std::string_view text) {
  const bool inside =
      !text.empty() && text.size() <= 128 && text.front() != '/' && text.find("..") == std::string_view::npos;
  return inside && std::all_of(text.begin(), text.end(),
                               [](unsigned char c) { return c >= ' ' && c != '"' && c != '\\' && c != ':'; });
}

bool is_domain(std::string_view text) {
  const auto fits = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.'; };
  return text.size() <= 253 && text.find('.') != text.npos && text.front() != '.' && text.back() != '.' &&
         text.find("..") == text.npos && std::all_of(text.begin(), text.end(), fits);
}

struct UrlParts {
  std::string_view scheme, host, port, rest;
};
// The parts of http(s)://host[:port][/rest]; nothing when it is another thing, or carries a user.
std::optional<UrlParts> url_parts(std::string_view text) {
  const auto colon = text.find("://");
  if (colon == std::string_view::npos || text.size() > 2048 || !is_visible(text)) return std::nullopt;
  UrlParts parts{text.substr(0, colon), {}, {}, {}};
  auto rest = text.substr(colon + 3);
  const auto slash = std::min(rest.find_first_of("/?#"), rest.size());
  auto authority = rest.substr(0, slash);
  parts.rest = rest.substr(slash);
  if (authority.find_first_of("@\\") != std::string_view::npos) return std::nullopt;
  const auto port = authority.rfind(':');
  if (port != std::string_view::npos && authority.find(']', port) == std::string_view::npos) {
    parts.port = authority.substr(port + 1);
    authority = authority.substr(0, port);
    const bool digits = !parts.port.empty() && parts.port.size() <= 5 &&
                        std::all_of(parts.port.begin(), parts.port.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (!digits) return std::nullopt;
  }
  parts.host = authority;
  return parts;
}
bool is_url(std::string_view text) {
  const auto parts = url_parts(text);
  if (!parts || parts->host.empty() || (parts->scheme != "https" && parts->scheme != "http")) return false;
  if (parts->port.empty()) return true;
  const int port = parse_number<int>(parts->port).value_or(0);
  // Below 1024 only the web's own ports: a webhook must not talk to a mail or shell server.
  return port == 80 || port == 443 || (port >= 1024 && port <= 65535);
}
// Hosts of a private network are for trials; whether this process is for them is said when it is applied.
bool is_called_url(std::string_view text) {
  const auto parts = url_parts(text);
  if (!parts || !is_url(text)) return false;
  if (is_private_host(parts->host)) return true;
  return parts->scheme == "https" &&
         (parts->port.empty() || is_called_port(parse_number<int>(parts->port).value_or(0)));
}
bool is_origin(std::string_view text) { return is_url(text) && url_parts(text)->rest.empty(); }

bool is_address(std::string_view text) {
  const auto at = text.find('@');
  return at != std::string_view::npos && at > 0 && at + 1 < text.size() && text.size() <= 254 &&
         text.find('@', at + 1) == std::string_view::npos && is_visible(text) &&
         text.find_first_of("<>,;:\"()[]\\") == std::string_view::npos && text.find('.', at) != std::string_view::npos;
}
bool is_time_span(std::string_view text) {
  const auto duration = parse_duration(text);
  return duration.ok() && duration->count() > 0 && *duration <= std::chrono::days(3650);
}
bool is_interval(std::string_view text) { return calendar::parse_local_interval(text).ok(); }
bool is_local_time(std::string_view text) { return text.size() == 5 && is_interval(std::string(text) + "-24:00"); }
bool is_moment(std::string_view text) { return moment_of(text, "Etc/UTC").has_value(); }
bool is_local_date(std::string_view text) { return parse_date(text).ok(); }
// Debian's database also holds the zone of the machine; a decision must not depend on where it is made.
bool is_zone(std::string_view text) { return text != "localtime" && calendar::zone_exists(text); }
bool is_holiday_calendar(std::string_view text) { return !calendar::shipped_days(text).empty(); }
bool is_weekdays(std::string_view text) { return !parse_weekdays(text).empty(); }
// Expressions, templates and fields are read where it is known what they may name.
bool is_checked_elsewhere(std::string_view) { return true; }

struct Format {
  Check fits;
  const char* expected;
  const std::vector<std::string>& (*known)() = nullptr;  // set: one of these may have been meant
};
const std::map<std::string_view, Format>& formats() {
  static const std::map<std::string_view, Format> table{
      {"id", {is_id, "an id: letters, digits, - _ and ., at most 64, beginning with a letter or digit"}},
      {"word", {is_word, "a name: letters, digits and _, at most 64, not beginning with a digit"}},
      {"domain", {is_domain, "a domain in small letters, such as acme.com"}},
      {"file",
       {is_file, "a file beside this one, such as territories.csv, or below it, such as tables/territories.csv"}},
      {"token", {is_token, "16 to 128 letters, digits, - and _"}},
      {"region", {is_region, "a country as two capital letters, such as VN"}},
      {"zone", {is_zone, "an IANA time zone, such as Europe/Berlin", calendar::zone_names}},
      {"holiday_calendar",
       {is_holiday_calendar, "a holiday calendar that comes with the program: de, us or vn",
        calendar::shipped_calendars}},
      {"url",
       {is_url, "an address such as https://www.example.com/path: http or https, no user, port 80, 443 or above 1023"}},
      {"called_url",
       {is_called_url,
        "an address that can be called, such as https://hooks.example.com/path: https, no user, port 443 or above "
        "1023"}},
      {"origin", {is_origin, "a site such as https://www.example.com: scheme and host only"}},
      {"address", {is_address, "an e-mail address"}},
      {"time_span", {is_time_span, "a time span above zero, such as 90s, 5m, 1h30m or 2d, at most ten years"}},
      {"interval", {is_interval, "hours such as 08:00-12:00"}},
      {"local_time", {is_local_time, "a time such as 21:00"}},
      {"local_date", {is_local_date, "a date such as 2026-02-17"}},
      {"moment", {is_moment, kMoment}},
      {"weekdays", {is_weekdays, "a day or days: mon, tue, wed, thu, fri, sat, sun, mon-fri, or sat,sun"}},
      {"condition", {is_checked_elsewhere, ""}},
      {"lead_condition", {is_checked_elsewhere, ""}},
      {"lead_field", {is_checked_elsewhere, ""}},
      {"template", {is_checked_elsewhere, ""}},
      {"template_line", {is_checked_elsewhere, ""}},
  };
  return table;
}

int weekday(std::string_view name) {
  static constexpr std::array<std::string_view, 7> kNames{"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
  const auto it = std::find(kNames.begin(), kNames.end(), name);
  return it == kNames.end() ? 0 : static_cast<int>(it - kNames.begin()) + 1;
}
// "mon" or "mon-fri" (which may wrap: "sat-mon"); false when it is neither.
bool append_days(std::string_view part, std::vector<int>& days) {
  const auto dash = part.find('-');
  const int first = weekday(part.substr(0, dash));
  const int last = dash == std::string_view::npos ? first : weekday(part.substr(dash + 1));
  if (first == 0 || last == 0) return false;
  for (int day = first;; day = day % 7 + 1) {
    days.push_back(day);
    if (day == last) return true;
  }
}

std::size_t edits(std::string_view from, std::string_view to) {
  std::vector<std::size_t> row(to.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= from.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= to.size(); ++j) {
      const std::size_t above = row[j];
      row[j] = std::min({above + 1, row[j - 1] + 1, diagonal + (from[i - 1] == to[j - 1] ? 0 : 1)});
      diagonal = above;
    }
  }
  return row[to.size()];
}

}  // namespace

std::optional<std::string> format_problem(std::string_view format, std::string_view text) {
  const auto it = formats().find(format);
  if (it == formats().end() || it->second.fits(text)) return std::nullopt;
  const auto& [fits, expected, known] = it->second;
  return std::string("expected ") + expected + (known != nullptr ? did_you_mean(text, known()) : "");
}

bool is_format(std::string_view format) { return formats().contains(format); }

std::vector<int> parse_weekdays(std::string_view text) {
  std::vector<int> days;
  while (true) {
    const auto comma = text.find(',');
    if (!append_days(text.substr(0, comma), days)) return {};
    if (comma == std::string_view::npos) return days;
    text.remove_prefix(comma + 1);
  }
}

std::optional<Instant> moment_of(std::string_view text, const std::string& zone) {
  if (const auto instant = parse_instant(text); instant.ok()) return *instant;
  for (const char* utc : {"Z", ":00Z"}) {
    if (const auto shown = parse_instant(std::string(text) + utc); shown.ok())
      return calendar::instant_of(zone, *shown);
  }
  const auto date = parse_date(text);
  return date.ok() ? std::optional(calendar::local_midnight(zone, *date)) : std::nullopt;
}

double to_number(std::string_view text) {
  if (text.starts_with('+')) text.remove_prefix(1);
  return parse_number<double>(text).value_or(std::numeric_limits<double>::quiet_NaN());
}

std::optional<std::string> nearest_name(std::string_view word, const std::vector<std::string>& names) {
  const auto ending_in = [&](char separator) -> std::optional<std::string> {
    const auto found = std::ranges::find_if(
        names, [&](const auto& name) { return !word.empty() && name.ends_with(separator + std::string(word)); });
    return found == names.end() ? std::nullopt : std::optional(*found);
  };
  if (auto place = ending_in('/')) return place;  // Berlin means Europe/Berlin
  std::optional<std::string> best;
  std::size_t best_edits = word.size() < 4 ? 2 : std::max<std::size_t>(2, word.size() / 3) + 1;
  for (const auto& name : names) {
    if (word.size() > 64) break;
    const auto count = edits(word, name);
    if (count >= best_edits) continue;
    best = name;
    best_edits = count;
  }
  return best ? best : ending_in('_');  // lead means team_lead
}

std::string did_you_mean(std::string_view word, const std::vector<std::string>& names) {
  const auto name = nearest_name(word, names);
  return name ? "; did you mean '" + *name + "'?" : "";
}

}  // namespace leakproof::config
