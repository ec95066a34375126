#include "rules/value.h"

#include <gtest/gtest.h>

#include <array>
#include <type_traits>

namespace leakproof::rules {
namespace {

static_assert(std::is_trivially_copyable_v<Value>, "copying a Value must not allocate");

TEST(Value, KnowsItsTypeAndText) {
  const std::array<Value, 2> tags = {"vip", "a\"b"};
  const std::array<Value, 2> counts = {1, -2};
  const std::array<Value, 1> prices = {2.5};
  struct Case {
    Value value;
    Type type;
    const char* text;
  };
  const std::vector<Case> cases = {
      {true, Type::kBool, "true"},
      {7, Type::kInt, "7"},
      {std::int64_t{-1} << 63, Type::kInt, "-9223372036854775808"},
      {0.5, Type::kDouble, "0.5"},
      {"DE", Type::kString, "\"DE\""},
      {instant_from_micros(0), Type::kTimestamp, "1970-01-01T00:00:00Z"},
      {Duration(90'000'000), Type::kDuration, "1m30s"},
      {List{tags.data(), tags.size()}, Type::kList, "[\"vip\", \"a\\\"b\"]"},
      {List{counts.data(), counts.size()}, Type::kList, "[1, -2]"},
      {List{prices.data(), prices.size()}, Type::kList, "[2.5]"},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(c.value.type(), c.type) << c.text;
    EXPECT_EQ(c.value.text(), c.text);
  }
  EXPECT_EQ(name_of(Type::kNull), "null_type");
}

TEST(ValueDeathTest, OfAnotherTypeIsADefect) { EXPECT_DEATH(Value(1).as<double>(), "CHECK failed"); }

}  // namespace
}  // namespace leakproof::rules
