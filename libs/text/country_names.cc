#include "text/country_names.h"

#include <unicode/locdspnm.h>
#include <unicode/locid.h>
#include <unicode/region.h>
#include <unicode/strenum.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <array>
#include <map>
#include <memory>
#include <vector>

#include "text/fold.h"

namespace leakproof::text {
namespace {

constexpr std::size_t kNameBytesMax = 100;

using Names = std::map<std::string, std::string>;  // folded → code; empty: of several countries

// Names that people use and CLDR does not give.
constexpr auto kOthers = std::to_array<std::pair<const char*, const char*>>({
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
    {"uk", "GB"},
    {"el", "GR"},
    {"usa", "US"},
    {"korea", "KR"},
    {"southkorea", "KR"},
    {"turkey", "TR"},
    {"burma", "MM"},
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
    {"السعودية", "SA"},
    {"الإمارات", "AE"},
    {"한국", "KR"},
    {"ประเทศไทย", "TH"},
    {"brd", "DE"},
    {"ger", "DE"},
    {"bundesrepublikdeutschland", "DE"},
    {"ksa", "SA"},
    {"kingdomofsaudiarabia", "SA"},
    {"anhquoc", "GB"},
    {"inglaterra", "GB"},
    {"angleterre", "GB"},
    {"inghilterra", "GB"},
    {"grossbritannien", "GB"},
    {"schottland", "GB"},
    {"thuysy", "CH"},
    {"oesterreich", "AT"},
    {"tuerkei", "TR"},
    {"suedkorea", "KR"},
    {"nordkorea", "KP"},
    {"suedafrika", "ZA"},
    {"nga", "RU"},
    {"ao", "AT"},
    {"bi", "BE"},
    {"phap", "FR"},
    {"hanquoc", "KR"},
    {"prc", "CN"},
    {"drc", "CD"},
    {"schweiz", "CH"},
    {"eeuu", "US"},
});

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
      const auto folded = fold(written, FoldVersion::kLetters);
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
  for (const auto& [name, code] : kOthers) first.emplace(fold(name, FoldVersion::kLetters), code);
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

std::string by_name(std::string_view text) {
  static const Names names = read_names();
  const auto found = names.find(fold(text, FoldVersion::kLetters));
  return found == names.end() ? "" : found->second;
}

bool is_code_long(std::string_view text) { return is_ascii_word(text) && (text.size() == 2 || text.size() == 3); }

// "Nga" is Russia to who speaks Vietnamese, and NGA is Nigeria.
bool is_name_and_code(std::string_view text) { return text == "Nga" || text == "nga"; }

// "U.S." → "US".
std::string without_points(std::string_view text) {
  std::string letters(text);
  std::erase(letters, '.');
  return letters;
}

}  // namespace

std::string country_code(std::string_view written) {
  while (written.ends_with(' ')) written.remove_suffix(1);
  while (written.starts_with(' ')) written.remove_prefix(1);
  if (written.empty() || written.size() > kNameBytesMax) return {};
  if (is_code_long(written) && !is_name_and_code(written)) {
    if (auto code = by_code(written); !code.empty()) return code;
  }
  if (auto code = by_name(written); !code.empty()) return code;
  const auto letters = without_points(written);
  return letters != written && is_code_long(letters) ? by_code(letters) : "";
}

}  // namespace leakproof::text
