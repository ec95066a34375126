#include "observe/log_limit.h"

#include <gtest/gtest.h>

namespace leakproof::observe {
namespace {

using std::chrono::seconds;

TEST(LogLimit, OneLineAMinuteThatSaysHowManyWereHeldBack) {
  LogLimit limit;
  const Instant begin{};
  EXPECT_EQ(limit.take("a", begin), 0);
  EXPECT_EQ(limit.take("a", begin), std::nullopt);
  EXPECT_EQ(limit.take("a", begin + seconds(59)), std::nullopt);
  EXPECT_EQ(limit.take("b", begin), 0) << "another thing";
  EXPECT_EQ(limit.take("a", begin + seconds(60)), 2);
  EXPECT_EQ(limit.take("a", begin + seconds(61)), std::nullopt);
  EXPECT_EQ(limit.take("a", begin), 1) << "a clock that was set back silences nothing";
}
TEST(LogLimit, ForgetsWhatIsOverWhenThereIsTooMuch) {
  LogLimit limit(seconds(60), 1);
  EXPECT_EQ(limit.take("a", Instant()), 0);
  EXPECT_EQ(limit.take("b", Instant()), 0);
  EXPECT_EQ(limit.take("b", Instant()), 0) << "no room to remember it: a line too many";
  EXPECT_EQ(limit.take("c", Instant() + seconds(60)), 0);
  EXPECT_EQ(limit.take("c", Instant() + seconds(60)), std::nullopt);
}

}  // namespace
}  // namespace leakproof::observe
