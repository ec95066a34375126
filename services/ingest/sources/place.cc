#include "ingest/sources/place.h"

#include <phonenumbers/phonenumberutil.h>

#include <algorithm>
#include <list>

#include "base/parse_number.h"
#include "ingest/sources/number_text.h"
#include "text/country_names.h"
#include "text/provinces.h"

namespace leakproof::ingest {
namespace {

constexpr std::size_t kPlaceTextBytesMax = 200;

// "+84"; a code that several countries share names none.
std::string by_calling_code(std::string_view digits) {
  const auto code = parse_number<int>(digits);
  std::list<std::string> regions;
  if (code) i18n::phonenumbers::PhoneNumberUtil::GetInstance()->GetRegionCodesForCountryCallingCode(*code, &regions);
  return regions.size() == 1 && regions.front() != "001" ? regions.front() : "";
}

// 🇻🇳: two letters of Unicode's regional indicators.
std::string by_flag(std::string_view text) {
  constexpr std::string_view kIndicator = "\xF0\x9F\x87";  // and A6 for A
  if (text.size() != 8 || !text.starts_with(kIndicator) || !text.substr(4).starts_with(kIndicator)) return {};
  const auto letter = [&](std::size_t at) {
    return static_cast<char>(static_cast<unsigned char>(text[at]) - 0xA6 + 'A');
  };
  return text::country_code(std::string{letter(3), letter(7)});
}

// "vi-VN": a language and where it is spoken. "US-CA" is a state.
std::string by_locale(std::string_view text) {
  const auto in = [](std::string_view part, char from, char to) {
    return part.size() == 2 && std::ranges::all_of(part, [&](char c) { return c >= from && c <= to; });
  };
  if (text.size() != 5 || (text[2] != '-' && text[2] != '_')) return {};
  return in(text.substr(0, 2), 'a', 'z') && in(text.substr(3), 'A', 'Z') ? text::country_code(text.substr(3)) : "";
}

std::string country_called(std::string_view text) {
  text = trimmed(text);
  if (text.starts_with('+')) return by_calling_code(text.substr(1));
  if (auto country = text::country_code(text); !country.empty()) return country;
  if (is_digits(text)) return by_calling_code(text);
  auto country = by_flag(text);
  return country.empty() ? by_locale(text) : country;
}

// "Vietnam (+84)", "Việt Nam (VN)", "+1 (US)".
std::string beside_brackets(std::string_view text) {
  const auto open = text.find_first_of("(+", 1);
  if (open == text.npos) return {};
  if (auto country = country_called(text.substr(0, open)); !country.empty()) return country;
  const auto inner = text.substr(open + (text[open] == '(' ? 1 : 0));
  return country_called(inner.substr(0, inner.find(')')));
}

// "VN - Vietnam", "Germany/Deutschland", "New York, USA": what all the parts name that name one. Two letters behind a
// comma are a state's as well.
std::string in_parts(std::string_view text) {
  std::string found;
  for (bool is_behind_comma = false; !text.empty();) {
    const auto end = std::min({text.find(','), text.find('/'), text.find('|'), text.find(" - "), text.size()});
    const auto part = trimmed(text.substr(0, end));
    const auto country = is_behind_comma && part.size() == 2 ? std::string() : country_called(part);
    if (!country.empty() && !found.empty() && country != found) return {};
    if (!country.empty()) found = country;
    is_behind_comma = end < text.size() && text[end] == ',';
    text.remove_prefix(std::min(end + (text.substr(end).starts_with(" - ") ? 3 : 1), text.size()));
  }
  return found;
}

}  // namespace

std::string read_country(std::string_view text) {
  if (text.size() > kPlaceTextBytesMax) return {};
  if (auto country = country_called(text); !country.empty()) return country;
  text = trimmed(text);
  if (auto country = beside_brackets(text); !country.empty()) return country;
  return in_parts(text);
}

std::string read_province(std::string_view text, std::string_view country) {
  return std::string(text::find_province(text, country));
}

}  // namespace leakproof::ingest
