#include "base/crash_point.h"

#include <gtest/gtest.h>

#include <csignal>

namespace leakproof {
namespace {

TEST(CrashPoint, EndsTheProcessAtTheNthTimeOfTheNamedStep) {
  EXPECT_EXIT(
      {
        ASSERT_TRUE(arm_crash_point("before_append:2").ok());
        crash_point(CrashPoint::kAfterAck);
        crash_point(CrashPoint::kBeforeAppend);
        std::fputs("once", stderr);
        crash_point(CrashPoint::kBeforeAppend);
        std::fputs("twice", stderr);
      },
      testing::KilledBySignal(SIGKILL), "^once$");
}

TEST(CrashPoint, NothingHappensWhileNothingIsArmed) {
  ASSERT_TRUE(arm_crash_point(nullptr).ok());
  ASSERT_TRUE(arm_crash_point("").ok());
  crash_point(CrashPoint::kNone);
  crash_point(CrashPoint::kBeforeAppend);
}

TEST(CrashPoint, EveryStepHasItsOwnName) {
  EXPECT_EQ(name_of(CrashPoint::kMidSettle), "mid_settle");
  EXPECT_EQ(name_of(CrashPoint::kRestored), "restored");
  EXPECT_EQ(name_of(CrashPoint::kBeforeCommit), "before_commit");
}

TEST(CrashPoint, WhatItDoesNotUnderstandIsRefused) {
  for (const char* wrong : {"before_append", "before_append:0", "before_append:x", "nowhere:1", ":1"}) {
    const auto armed = arm_crash_point(wrong);
    ASSERT_FALSE(armed.ok()) << wrong;
    EXPECT_NE(armed.error().message().find("before_answer"), std::string::npos)
        << "the message names the steps there are";
  }
}

}  // namespace
}  // namespace leakproof
