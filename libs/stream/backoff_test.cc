#include "stream/backoff.h"

#include <gtest/gtest.h>

namespace leakproof::stream {
namespace {

using namespace std::chrono_literals;

TEST(Backoff, IsOverAtItsEndAndWhenTheClockWasSetBack) {
  const Instant begin = instant_from_micros(1'000'000'000);
  const Backoff pause(begin, 5s);
  EXPECT_FALSE(pause.is_over(begin));
  EXPECT_FALSE(pause.is_over(begin + 5s - 1us));
  EXPECT_TRUE(pause.is_over(begin + 5s));
  EXPECT_TRUE(pause.is_over(begin - 1us));
  EXPECT_TRUE(Backoff().is_over(Instant()));
}

}  // namespace
}  // namespace leakproof::stream
