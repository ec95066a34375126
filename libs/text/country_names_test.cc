#include "text/country_names.h"

#include <gtest/gtest.h>

namespace leakproof::text {
namespace {

TEST(CountryNames, AreReadAsPeopleWriteThem) {
  const std::pair<const char*, const char*> rows[] = {
      {"VN", "VN"},
      {"vn", "VN"},
      {"Vietnam", "VN"},
      {"Viet Nam", "VN"},
      {"Việt Nam", "VN"},
      {"VNM", "VN"},
      {"DE", "DE"},
      {"Germany", "DE"},
      {"Deutschland", "DE"},
      {"Đức", "DE"},
      {"UK", "GB"},
      {"gb", "GB"},
      {" GB ", "GB"},
      {"United Kingdom", "GB"},
      {"GBR", "GB"},
      {"Vương quốc Anh", "GB"},
      {"England", "GB"},
      {"U.S.A.", "US"},
      {"us", "US"},
      {"United States", "US"},
      {"España", "ES"},
      {"Türkiye", "TR"},
      {"Turkey", "TR"},
      {"日本", "JP"},
      {"Brasil", "BR"},

      {"", ""},
      {"-", ""},
      {"somewhere", ""},
      {"XX", ""},
      {"Hà Nội", ""},
  };
  for (const auto& [written, code] : rows) EXPECT_EQ(country_code(written), code) << written;
}

}  // namespace
}  // namespace leakproof::text
