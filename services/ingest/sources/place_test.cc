#include "ingest/sources/place.h"

#include <gtest/gtest.h>

namespace leakproof::ingest {
namespace {

TEST(ReadCountry, ByCodeAndByName) {
  const std::pair<const char*, const char*> cases[] = {
      {"VN", "VN"},
      {"vn", "VN"},
      {"VNM", "VN"},
      {"704", "VN"},
      {"Vietnam", "VN"},
      {"Viet Nam", "VN"},
      {"Việt Nam", "VN"},
      {"VIỆT NAM", "VN"},
      {"Vietnam (+84)", "VN"},
      {"+84", "VN"},
      {"Germany", "DE"},
      {"Deutschland", "DE"},
      {"Đức", "DE"},
      {"Allemagne", "DE"},
      {"UK", "GB"},
      {"gb", "GB"},
      {"United Kingdom", "GB"},
      {"Great Britain", "GB"},
      {"USA", "US"},
      {"U.S.A.", "US"},
      {"United States of America", "US"},
      {"Mỹ", "US"},
      {"my", "MY"},
      {"Hoa Kỳ", "US"},
      {"日本", "JP"},
      {"South Korea", "KR"},
      {"Hàn Quốc", "KR"},
      {"Türkiye", "TR"},
      {"Turkey", "TR"},
      {"Czech Republic", "CZ"},
      {"Việt nam ", "VN"},

      {"Atlantis", ""},
      {"EU", ""},
      {"XX", ""},
      {"+1", ""},
      {"", ""},
      {"-", ""},
  };
  for (const auto& [in, out] : cases) EXPECT_EQ(read_country(in), out) << in;
}

}  // namespace
}  // namespace leakproof::ingest
