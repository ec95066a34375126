#include "process/retry_for_a_minute.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "base/manual_clock.h"

namespace leakproof::process {
namespace {

struct RetryTest : testing::Test {
  RetryTest() { observe::set_log_stream(&log); }
  ~RetryTest() override { observe::set_log_stream(nullptr); }
  // The number of tries until the thing is there, which takes so many of them.
  int tries_until(int there, Error error = retry("no leader yet")) {
    int tries = 0;
    const auto pause = [&] {
      clock.advance(std::chrono::seconds(1));
      return true;
    };
    const Status last =
        retry_for_a_minute(pause, clock, "the log", [&] { return ++tries < there ? Status(error) : Status(); });
    EXPECT_EQ(last.ok(), tries >= there);
    return tries;
  }
  int lines() {
    const auto text = log.str();
    int count = 0;
    for (auto at = text.find("\"waiting\""); at != text.npos; at = text.find("\"waiting\"", at + 1)) ++count;
    return count;
  }
  ManualClock clock{instant_from_micros(1'767'582'600'000'000)};
  std::ostringstream log;
};

TEST_F(RetryTest, AFirstStartOfSomeSecondsIsOneLine) {
  EXPECT_EQ(tries_until(6), 6);
  EXPECT_EQ(lines(), 1);
  EXPECT_THAT(log.str(), testing::HasSubstr(R"("for":"the log","since":"2026-01-05T03:10:00Z","why":"no leader yet")"));
}
TEST_F(RetryTest, WhatTakesLongIsSaidAgainAndEnds) {
  EXPECT_EQ(tries_until(1000), 61);
  EXPECT_EQ(lines(), 4) << "every quarter of a minute";
}
TEST_F(RetryTest, WhatNoPatienceMendsIsNotTriedAgain) {
  EXPECT_EQ(tries_until(1000, refuse("no such setting")), 1);
  EXPECT_EQ(lines(), 0);
}

}  // namespace
}  // namespace leakproof::process
