#include "app/stop_signal.h"

#include <gtest/gtest.h>

#include <csignal>

namespace leakproof::app {
namespace {

TEST(StopSignal, WaitsForWhatTheOperatorSends) {
  StopSignal stop;
  EXPECT_EQ(stop.wait_for(0), 0);
  ASSERT_EQ(kill(getpid(), SIGTERM), 0);
  EXPECT_EQ(stop.wait_for(60), SIGTERM);
}

}  // namespace
}  // namespace leakproof::app
