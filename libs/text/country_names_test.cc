#include "text/country_names.h"

#include <gtest/gtest.h>

namespace leakproof::text {
namespace {

TEST(CountryNames, AreReadAsPeopleWriteThem) {
  const std::pair<const char*, const char*> rows[] = {
      {"VN", "VN"},
      {"vn", "VN"},
      {"VNM", "VN"},
      {"vnm", "VN"},
      {"704", "VN"},
      {"Vietnam", "VN"},
      {"Viet Nam", "VN"},
      {"Việt Nam", "VN"},
      {"VIỆT NAM", "VN"},
      {"Việt nam ", "VN"},
      {"DE", "DE"},
      {"Germany", "DE"},
      {"Deutschland", "DE"},
      {"Đức", "DE"},
      {"Allemagne", "DE"},
      {"UK", "GB"},
      {"gb", "GB"},
      {" GB ", "GB"},
      {"GBR", "GB"},
      {"U.K.", "GB"},
      {"United Kingdom", "GB"},
      {"Great Britain", "GB"},
      {"England", "GB"},
      {"Vương quốc Anh", "GB"},
      {"U.S.A.", "US"},
      {"USA", "US"},
      {"us", "US"},
      {"United States", "US"},
      {"United States of America", "US"},
      {"Mỹ", "US"},
      {"my", "MY"},
      {"Hoa Kỳ", "US"},
      {"España", "ES"},
      {"Türkiye", "TR"},
      {"Turkey", "TR"},
      {"EL", "GR"},
      {"el", "GR"},
      {"Greece", "GR"},
      {"日本", "JP"},
      {"Brasil", "BR"},
      {"Burma", "MM"},
      {"Myanmar", "MM"},
      {"Korea", "KR"},
      {"South Korea", "KR"},
      {"Republic of Korea", "KR"},
      {"Hàn Quốc", "KR"},
      {"North Korea", "KP"},
      {"Holland", "NL"},
      {"Czech Republic", "CZ"},
      {"UAE", "AE"},
      {"Österreich", "AT"},
      {"Łotwa", "LV"},
      {"", ""},
      {"-", ""},
      {"somewhere", ""},
      {"Atlantis", ""},
      {"EU", ""},
      {"E.U.", ""},
      {"X.X.", ""},
      {"XX", ""},
      {"Hà Nội", ""},
  };
  for (const auto& [written, code] : rows) EXPECT_EQ(country_code(written), code) << written;
}

TEST(CountryNames, AreReadInShortFormsAndWithoutTheirLetters) {
  const std::pair<const char*, const char*> rows[] = {
      {"Nga", "RU"},
      {"NGA", "NG"},
      {"Áo", "AT"},
      {"Bỉ", "BE"},
      {"AO", "AO"},
      {"bi", "BI"},
      {"U.S.", "US"},
      {"V.N.", "VN"},
      {"Anh Quốc", "GB"},
      {"Inglaterra", "GB"},
      {"Großbritannien", "GB"},
      {"Thuỵ Sỹ", "CH"},
      {"Thụy Sĩ", "CH"},
      {"Oesterreich", "AT"},
      {"Tuerkei", "TR"},
      {"Suedkorea", "KR"},
      {"BRD", "DE"},
      {"GER", "DE"},
      {"KSA", "SA"},
      {"السعودية", "SA"},
      {"한국", "KR"},
      {"ประเทศไทย", "TH"},
      {"Kosovo", "XK"},
      {"XK", "XK"},

      {"A.O.E.", ""},
      {"G.", ""},
  };
  for (const auto& [written, code] : rows) EXPECT_EQ(country_code(written), code) << written;
}

}  // namespace
}  // namespace leakproof::text
