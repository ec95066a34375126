#include "router/domain/hold_order.h"

#include <gtest/gtest.h>

#include <limits>
#include <vector>

namespace leakproof::router {
namespace {

TEST(HoldOrder, HottestFirstThenOldest) {
  const auto at = [](int second) { return instant_from_micros(second * 1'000'000); };
  const std::vector<std::string> in_order = {
      hold_key(90.5, at(50)), hold_key(90, at(1)),
      hold_key(90, at(2)),    hold_key(0.25, at(0)),
      hold_key(0, at(3)),     hold_key(-0.0, at(4)),
      hold_key(-7, at(0)),    hold_key(std::numeric_limits<double>::quiet_NaN(), at(0)),
  };
  for (std::size_t i = 1; i < in_order.size(); ++i) EXPECT_LT(in_order[i - 1], in_order[i]) << i;
  EXPECT_EQ(in_order[0].size(), 32u);
  EXPECT_LT(hold_key(1, instant_from_micros(-1)), hold_key(1, instant_from_micros(0))) << "before 1970 too";
}

}  // namespace
}  // namespace leakproof::router
