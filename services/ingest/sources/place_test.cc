#include "ingest/sources/place.h"

#include <gtest/gtest.h>

namespace leakproof::ingest {
namespace {

TEST(ReadCountry, ByCodeAndByName) {
  const std::pair<const char*, const char*> cases[] = {
      {"vn", "VN"},
      {"Deutschland", "DE"},
      {"Vietnam (+84)", "VN"},
      {"Việt Nam (VN)", "VN"},
      {"+84", "VN"},
      {" +84 ", "VN"},

      {"84", "VN"},
      {"704", "VN"},
      {"(+84)", "VN"},
      {"+1 (US)", "US"},
      {"US +1", "US"},
      {"U.S.", "US"},
      {"VN - Vietnam", "VN"},
      {"Germany/Deutschland", "DE"},
      {"Ho Chi Minh, Vietnam", "VN"},
      {"New York, USA", "US"},
      {"Vietnam, Asia", "VN"},
      {"vi-VN", "VN"},
      {"de_DE", "DE"},
      {"\U0001F1FB\U0001F1F3", "VN"},
      {"\U0001F1FB\U0001F1F3 Vietnam", "VN"},

      {"US-CA", ""},
      {"Los Angeles, CA", ""},
      {"USA, Germany", ""},
      {"Germany/Austria", ""},
      {"\U0001F1FD\U0001F1FD", ""},
      {"1", ""},
      {"Other", ""},
      {"Atlantis", ""},
      {"+1", ""},
      {"", ""},
  };
  for (const auto& [in, out] : cases) EXPECT_EQ(read_country(in), out) << in;
}

}  // namespace
}  // namespace leakproof::ingest
