#include "ingest/sources/place.h"

#include <phonenumbers/phonenumberutil.h>
#include <unicode/locdspnm.h>
#include <unicode/locid.h>
#include <unicode/region.h>
#include <unicode/strenum.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <array>
#include <list>
#include <map>
#include <memory>
#include <vector>

#include "base/parse_number.h"
#include "text/fold.h"
#include "text/provinces.h"

namespace leakproof::ingest {
namespace {

using Names = std::map<std::string, std::string>;  // folded → code; empty: of several countries

// Folded names that people use and CLDR does not give.
constexpr std::array<std::pair<const char*, const char*>, 25> kOthers = {{
    {"unitedstatesofamerica", "US"},
    {"theunitedstates", "US"},
    {"america", "US"},
    {"my", "US"},
    {"greatbritain", "GB"},
    {"britain", "GB"},
    {"england", "GB"},
    {"scotland", "GB"},
    {"wales", "GB"},
    {"northernireland", "GB"},
    {"anh", "GB"},
    {"uae", "AE"},
    {"czechrepublic", "CZ"},
    {"holland", "NL"},
    {"thenetherlands", "NL"},
    {"russianfederation", "RU"},
    {"republicofkorea", "KR"},
    {"uc", "AU"},
    {"y", "IT"},
    {"nhat", "JP"},
    {"thai", "TH"},
    {"singapo", "SG"},
    {"sing", "SG"},
    {"ivorycoast", "CI"},
    {"peoplesrepublicofchina", "CN"},
}};

bool is_ascii_word(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  });
}

std::vector<std::string> countries() {
  UErrorCode error = U_ZERO_ERROR;
  std::vector<std::string> codes;
  const std::unique_ptr<icu::StringEnumeration> all(icu::Region::getAvailable(URGN_TERRITORY, error));
  std::int32_t size = 0;
  while (const char* code = U_SUCCESS(error) && all ? all->next(&size, error) : nullptr)
    codes.emplace_back(code, static_cast<std::size_t>(size));
  return codes;
}

void add_names(const icu::Locale& language, const std::vector<std::string>& codes, bool may_overrule, Names& names) {
  UDisplayContext brief[] = {UDISPCTX_LENGTH_SHORT};
  const std::unique_ptr<icu::LocaleDisplayNames> forms[] = {
      std::unique_ptr<icu::LocaleDisplayNames>(icu::LocaleDisplayNames::createInstance(language)),
      std::unique_ptr<icu::LocaleDisplayNames>(icu::LocaleDisplayNames::createInstance(language, brief, 1))};
  for (const auto& code : codes) {
    for (const auto& form : forms) {
      icu::UnicodeString name;
      std::string written;
      form->regionDisplayName(code.c_str(), name).toUTF8String(written);
      const auto folded = text::fold(written, text::FoldVersion::kLetters);
      if (written == code || folded.size() < 3) continue;  // two letters are a code
      const auto [known, is_new] = names.emplace(folded, code);
      if (!is_new && known->second != code && !may_overrule) known->second.clear();
    }
  }
}

// English and Vietnamese names stand whatever they mean elsewhere.
Names read_names() {
  Names first, all;
  const auto codes = countries();
  for (const auto& [name, code] : kOthers) first.emplace(name, code);
  for (const char* language : {"en", "vi"}) add_names(icu::Locale(language), codes, true, first);
  std::int32_t count = 0;
  const auto* locales = icu::Locale::getAvailableLocales(count);
  for (std::int32_t i = 0; i < count; ++i) {
    if (*locales[i].getCountry() == '\0') add_names(locales[i], codes, false, all);
  }
  first.merge(all);
  return first;
}

std::string by_code(std::string_view text) {
  std::string upper(text);
  std::transform(upper.begin(), upper.end(), upper.begin(), [](char c) { return c >= 'a' && c <= 'z' ? c - 32 : c; });
  UErrorCode error = U_ZERO_ERROR;
  const auto* region = icu::Region::getInstance(upper.c_str(), error);
  const bool is_country = U_SUCCESS(error) && region != nullptr && region->getType() == URGN_TERRITORY;
  return is_country ? region->getRegionCode() : "";
}

// "+84"; a code that several countries share names none.
std::string by_calling_code(std::string_view digits) {
  const auto code = parse_number<int>(digits);
  std::list<std::string> regions;
  if (code) i18n::phonenumbers::PhoneNumberUtil::GetInstance()->GetRegionCodesForCountryCallingCode(*code, &regions);
  return regions.size() == 1 && regions.front() != "001" ? regions.front() : "";
}

std::string by_name(std::string_view text) {
  static const Names names = read_names();
  const auto found = names.find(text::fold(text, text::FoldVersion::kLetters));
  return found == names.end() ? "" : found->second;
}

std::string country_called(std::string_view text) {
  while (text.ends_with(' ')) text.remove_suffix(1);
  while (text.starts_with(' ')) text.remove_prefix(1);
  if (text.empty() || text.size() > 100) return {};
  if (text.starts_with('+')) return by_calling_code(text.substr(1));
  if (is_ascii_word(text) && (text.size() == 2 || text.size() == 3)) {
    if (auto code = by_code(text); !code.empty()) return code;
  }
  return by_name(text);
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
