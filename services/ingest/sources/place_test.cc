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

      {"Atlantis", ""},
      {"+1", ""},
      {"(+84)", ""},
      {"", ""},
  };
  for (const auto& [in, out] : cases) EXPECT_EQ(read_country(in), out) << in;
}

}  // namespace
}  // namespace leakproof::ingest
