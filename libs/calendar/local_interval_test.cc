#include "calendar/local_interval.h"

#include <gtest/gtest.h>

namespace leakproof::calendar {
namespace {

using std::chrono::minutes;

TEST(LocalInterval, IsReadAndRefused) {
  EXPECT_EQ(*parse_local_interval("08:00-12:00"), (LocalInterval{minutes(480), minutes(720)}));
  EXPECT_EQ(*parse_local_interval("22:00-06:00"), (LocalInterval{minutes(1320), minutes(360)}));
  EXPECT_EQ(*parse_local_interval("00:00-24:00"), (LocalInterval{minutes(0), minutes(1440)}));
  for (const auto* bad : {"", "8:00-12:00", "08:00", "08:00-", "08:60-12:00", "24:00-06:00", "08:00-24:01",
                          "08:00-12:00 ", "08:00–12:00"}) {
    EXPECT_FALSE(parse_local_interval(bad)) << bad;
  }
}

}  // namespace
}  // namespace leakproof::calendar
