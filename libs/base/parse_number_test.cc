#include "base/parse_number.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>

namespace leakproof {
namespace {

TEST(ParseNumber, TakesTheWholeTextOrNothing) {
  EXPECT_EQ(parse_number<std::int64_t>("-9223372036854775808"), INT64_MIN);
  EXPECT_EQ(parse_number<std::uint64_t>("18446744073709551615"), UINT64_MAX);
  EXPECT_EQ(parse_number<int>("007"), 7);
  EXPECT_EQ(parse_number<std::uint32_t>("fF", 16), 255u);
  for (const char* bad : {"", " 1", "1 ", "+1", "1.0", "0x1", "9223372036854775808", "one"})
    EXPECT_FALSE(parse_number<std::int64_t>(bad)) << bad;
  for (const char* bad : {"-1", "256"}) EXPECT_FALSE(parse_number<std::uint8_t>(bad)) << bad;
}

TEST(ParseNumber, OfFloatingPoint) {
  EXPECT_EQ(parse_number<double>("-1.5e3"), -1500);
  EXPECT_TRUE(std::isinf(*parse_number<double>("inf")));
  for (const char* bad : {"", "1.5 ", "+1", "1e999", "1,5"}) EXPECT_FALSE(parse_number<double>(bad)) << bad;
}

}  // namespace
}  // namespace leakproof
