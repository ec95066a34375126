#include "text/country_names.h"

#include <unicode/locid.h>
#include <unicode/uloc.h>
#include <unicode/unistr.h>

#include <map>

#include "text/fold.h"

namespace leakproof::text {
namespace {

using Codes = std::map<std::string, std::string, std::less<>>;  // by what people write, folded

void add_name(const icu::Locale& country, const icu::Locale& language, Codes& codes) {
  icu::UnicodeString name;
  country.getDisplayCountry(language, name);
  std::string text;
  name.toUTF8String(text);
  codes.try_emplace(fold(text), country.getCountry());
}

// The languages that a country is most likely to be spoken of in by those who live there.
icu::Locale language_of(const std::string& code) {
  UErrorCode error = U_ZERO_ERROR;
  char likely[ULOC_FULLNAME_CAPACITY];
  uloc_addLikelySubtags(("und_" + code).c_str(), likely, sizeof likely, &error);
  return U_SUCCESS(error) ? icu::Locale(likely) : icu::Locale::getEnglish();
}

// First come, first served: codes before names, and the names of ISO before what else people say.
Codes all_codes() {
  Codes codes;
  for (const char* const* code = uloc_getISOCountries(); *code != nullptr; ++code) {
    codes.try_emplace(fold(*code), *code);
    codes.try_emplace(fold(icu::Locale("", *code).getISO3Country()), *code);
  }
  for (const char* const* code = uloc_getISOCountries(); *code != nullptr; ++code) {
    const icu::Locale country("", *code);
    for (const auto& language : {icu::Locale::getEnglish(), icu::Locale("vi"), language_of(*code)})
      add_name(country, language, codes);
  }
  for (const auto& [name, code] :
       std::initializer_list<std::pair<const char*, const char*>>{{"uk", "GB"},
                                                                  {"england", "GB"},
                                                                  {"scotland", "GB"},
                                                                  {"wales", "GB"},
                                                                  {"greatbritain", "GB"},
                                                                  {"el", "GR"},
                                                                  {"usa", "US"},
                                                                  {"unitedstatesofamerica", "US"},
                                                                  {"america", "US"},
                                                                  {"holland", "NL"},
                                                                  {"czechrepublic", "CZ"},
                                                                  {"turkey", "TR"},
                                                                  {"southkorea", "KR"},
                                                                  {"korea", "KR"},
                                                                  {"uae", "AE"},
                                                                  {"burma", "MM"}}) {
    codes.try_emplace(name, code);
  }
  codes.erase("");
  return codes;
}

}  // namespace

std::string country_code(std::string_view written) {
  static const Codes codes = all_codes();
  const auto found = codes.find(fold(written));
  return found == codes.end() ? std::string() : found->second;
}

}  // namespace leakproof::text
