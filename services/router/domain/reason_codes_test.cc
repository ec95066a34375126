#include "router/domain/reason_codes.h"

#include <gtest/gtest.h>

namespace leakproof::router {
namespace {

TEST(Words, EachHasItsName) {
  EXPECT_EQ(name_of(Trigger::kNewLead), "new_lead");
  EXPECT_EQ(name_of(Trigger::kHoldExpired), "hold_expired");
  EXPECT_EQ(name_of(Outcome::kAssigned), "assigned");
  EXPECT_EQ(name_of(Outcome::kSuperseded), "superseded");
  EXPECT_EQ(name_of(Reason::kNone), "");
  EXPECT_EQ(name_of(Reason::kAtCapDay), "at_cap_day");
  EXPECT_EQ(name_of(Reason::kNoEligibleMember), "no_eligible_member");
  EXPECT_EQ(name_of(Reason::kClaimed), "claimed");
  EXPECT_EQ(name_of(Reason::kNotSkilled), "not_skilled");
  EXPECT_EQ(name_of(kLastReason), "swept");
  EXPECT_EQ(name_of(kLastTrigger), "swept");
  EXPECT_EQ(name_of(kLastOutcome), "transferred");
}

}  // namespace
}  // namespace leakproof::router
