#include "config/hours.h"

#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include "base/time_text.h"

namespace leakproof::config {
namespace {

v1::Schedule parsed(const std::string& text) {
  v1::Schedule schedule;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &schedule)) << text;
  return schedule;
}

TEST(Hours, WeekDaysOffAndSpecialDays) {
  const auto hours =
      read_hours(parsed("days { weekday: 7 intervals: '22:00-06:00' } holidays: '2026-09-03' special_days { date: "
                        "'2026-12-24' intervals: '08:00-10:00' "
                        "intervals: '14:00-16:00' } special_days { date: '2026-02-17' holiday: 'Tet' }"));
  ASSERT_TRUE(hours.ok());
  EXPECT_EQ(hours->week[6].size(), 1u);
  ASSERT_EQ(hours->holidays.size(), 3u);
  EXPECT_TRUE(hours->holidays[0].open.empty());
  EXPECT_EQ(hours->holidays[1].open[1], *calendar::parse_local_interval("14:00-16:00"));
  EXPECT_EQ(hours->holidays[2].date, *parse_date("2026-02-17"));
}

TEST(Hours, RefusesWhatIsNone) {
  for (const char* text : {"days { weekday: 8 }", "days { weekday: 1 intervals: '8-12' }", "holidays: '2026-02-30'",
                           "special_days { date: '' }", "special_days { date: '2026-02-17' intervals: '25:00-26:00' }"})
    EXPECT_FALSE(read_hours(parsed(text)).ok()) << text;
}

}  // namespace
}  // namespace leakproof::config
