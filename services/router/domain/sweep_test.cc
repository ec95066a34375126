#include "router/domain/sweep.h"

#include <gtest/gtest.h>

namespace leakproof::router {
namespace {

TEST(Sweep, EachHasItsName) {
  for (const auto kind : kSweepKinds) EXPECT_EQ(sweep_kind_of(name_of(kind)), kind);
  for (const auto* name : {"remind", "reassign", "escalate", "nurture", "close"})
    EXPECT_EQ(name_of(*sweep_action_of(name)), name);
  EXPECT_EQ(sweep_kind_of("stuck_in_hold"), std::nullopt);
  EXPECT_EQ(sweep_action_of("forget"), std::nullopt);
}

}  // namespace
}  // namespace leakproof::router
