#include "router/domain/words.h"

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
  EXPECT_EQ(name_of(kLastReason), "not_account_owner");
  EXPECT_EQ(name_of(kLastTrigger), "next_step_timeout");
  EXPECT_EQ(name_of(kLastOutcome), "offered");
}

}  // namespace
}  // namespace leakproof::router
