#include "base/time_text.h"

#include <gtest/gtest.h>

#include <limits>
#include <vector>

namespace leakproof {
namespace {

using std::chrono::minutes;

TEST(TimeText, TimesOfDay) {
  EXPECT_EQ(parse_time_of_day("00:00"), minutes(0));
  EXPECT_EQ(parse_time_of_day("08:30"), minutes(510));
  EXPECT_EQ(parse_time_of_day("24:00"), minutes(1440));
  for (const auto* bad : {"", "8:30", "08:60", "24:01", "08:30 ", "08-30"}) EXPECT_FALSE(parse_time_of_day(bad)) << bad;
}

TEST(TimeText, Dates) {
  using namespace std::chrono;
  EXPECT_EQ(*parse_date("2026-02-17"), local_days(2026y / February / 17));
  EXPECT_EQ(*parse_date("2028-02-29"), local_days(2028y / February / 29));
  for (const auto* bad : {"", "2026-2-17", "2026-02-29", "2026-13-01", "2026-00-10", "2026-02-17T", "17.02.2026"}) {
    EXPECT_FALSE(parse_date(bad)) << bad;
  }
}

struct DurationCase {
  const char* text;
  std::int64_t micros;
  const char* formatted;
};

TEST(TimeText, Durations) {
  const std::vector<DurationCase> cases = {
      {"5m", 300'000'000, "5m"},        {"1h30m", 5'400'000'000, "1h30m"},
      {"2d", 172'800'000'000, "2d"},    {"90s", 90'000'000, "1m30s"},
      {"500ms", 500'000, "500ms"},      {"250us", 250, "250us"},
      {"1.5h", 5'400'000'000, "1h30m"}, {"1m2s3ms4us", 62'003'004, "1m2s3ms4us"},
      {"-10s", -10'000'000, "-10s"},    {"0", 0, "0s"},
      {"0.0000001d", 0, "0s"},
  };
  for (const auto& c : cases) {
    const auto duration = parse_duration(c.text);
    ASSERT_TRUE(duration) << c.text;
    EXPECT_EQ(duration->count(), c.micros) << c.text;
    EXPECT_EQ(format_duration(*duration), c.formatted);
    EXPECT_EQ(*parse_duration(format_duration(*duration)), *duration);
  }
  for (const auto* bad : {"", "5", "m", "5 m", "5m ", "--5m", "1.m", ".5h", "5x", "99999999999999999999s",
                          "9999999999999d", "106751991d1d"}) {
    EXPECT_FALSE(parse_duration(bad)) << bad;
  }
  EXPECT_EQ(format_duration(Duration::min()), "-106751991d4h54s775ms808us");
}

TEST(TimeText, Instants) {
  struct Case {
    const char* text;
    const char* formatted;
  };
  const std::vector<Case> cases = {
      {"2026-02-17T08:00:00Z", "2026-02-17T08:00:00Z"},
      {"2026-02-17T08:00:00+07:00", "2026-02-17T01:00:00Z"},
      {"2026-02-17T20:00:00-05:30", "2026-02-18T01:30:00Z"},
      {"2026-02-17t08:00:00.25z", "2026-02-17T08:00:00.250Z"},
      {"2026-02-17T08:00:00.1234567Z", "2026-02-17T08:00:00.123456Z"},
      {"1969-12-31T23:59:59.999Z", "1969-12-31T23:59:59.999Z"},
      {"2016-12-31T23:59:60Z", "2017-01-01T00:00:00Z"},
  };
  for (const auto& c : cases) {
    const auto instant = parse_instant(c.text);
    ASSERT_TRUE(instant) << c.text;
    EXPECT_EQ(format_instant(*instant), c.formatted);
  }
  for (const auto* bad : {"", "2026-02-17", "2026-02-17 08:00:00Z", "2026-02-17T08:00Z", "2026-02-17T08:00:00",
                          "2026-02-17T24:00:00Z", "2026-02-17T08:00:61Z", "2026-02-17T08:00:00.Z",
                          "2026-02-17T08:00:00+24:00", "2026-02-30T08:00:00Z", "2026-02-17T08:00:00ZZ"}) {
    EXPECT_FALSE(parse_instant(bad)) << bad;
  }
}

}  // namespace
}  // namespace leakproof
