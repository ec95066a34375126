#include "ingest/sources/place.h"

#include <phonenumbers/phonenumberutil.h>

#include <list>

#include "base/parse_number.h"
#include "text/country_names.h"
#include "text/provinces.h"

namespace leakproof::ingest {
namespace {

// "+84"; a code that several countries share names none.
std::string by_calling_code(std::string_view digits) {
  const auto code = parse_number<int>(digits);
  std::list<std::string> regions;
  if (code) i18n::phonenumbers::PhoneNumberUtil::GetInstance()->GetRegionCodesForCountryCallingCode(*code, &regions);
  return regions.size() == 1 && regions.front() != "001" ? regions.front() : "";
}

std::string country_called(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  return text.starts_with('+') ? by_calling_code(text.substr(1)) : text::country_code(text);
}

}  // namespace

std::string read_country(std::string_view text) {
  if (auto country = country_called(text); !country.empty()) return country;
  const auto end = text.find_first_of("(+,");  // "Vietnam (+84)", "Việt Nam (VN)"
  return end == text.npos || end == 0 ? "" : country_called(text.substr(0, end));
}

std::string read_province(std::string_view text, std::string_view country) {
  return std::string(text::find_province(text, country));
}

}  // namespace leakproof::ingest
