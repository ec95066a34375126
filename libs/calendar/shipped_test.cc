// The files are worked out a first time by holidays/holidays_test.py; here Vietnam's moon is held to ICU's.
#include "calendar/shipped.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unicode/calendar.h>
#include <unicode/gregocal.h>

#include <algorithm>
#include <map>
#include <memory>

#include "base/time_text.h"

namespace leakproof::calendar {
namespace {

using std::chrono::days;
using std::chrono::local_days;

std::string name_on(std::string_view calendar, const char* date) {
  const auto& all = shipped_days(calendar);
  const auto found = std::ranges::find(all, *parse_date(date), &NamedDay::date);
  return found == all.end() ? "" : found->name;
}

TEST(Shipped, Calendars) {
  EXPECT_THAT(shipped_calendars(), testing::ElementsAre("de", "us", "vn"));
  EXPECT_TRUE(shipped_days("atlantis").empty());
  EXPECT_EQ(shipped_days("de").size(), 9u * 7) << "nine days a year";
  EXPECT_EQ(name_on("de", "2026-04-03"), "Karfreitag");
  EXPECT_EQ(name_on("us", "2026-07-03"), "Independence Day (observed)");
  EXPECT_EQ(name_on("vn", "2026-02-17"), "Tết Nguyên đán");
  EXPECT_EQ(name_on("vn", "2026-02-21"), "") << "a Saturday after the last day off";
  EXPECT_EQ(name_on("vn", "2025-11-24"), "");
  EXPECT_EQ(name_on("vn", "2026-11-24"), "Ngày Văn hóa Việt Nam");
  EXPECT_EQ(name_on("vn", "2029-11-26"), "Ngày Văn hóa Việt Nam (nghỉ bù)") << "the 24th is a Saturday";
}

TEST(Shipped, EveryYearIsThere) {
  for (const auto& name : shipped_calendars()) {
    std::map<std::chrono::year, int> years;
    for (const auto& day : shipped_days(name)) ++years[std::chrono::year_month_day(day.date).year()];
    for (auto year = kShippedFrom; year <= kShippedTo; ++year)
      EXPECT_GE(years[year], 9) << name << " " << static_cast<int>(year);
    EXPECT_EQ(years.size(), 7u) << name;
  }
}

// Day and month of China's calendar at noon in Beijing.
struct Lunar {
  int month = 0, day = 0;
};
Lunar in_china(local_days date) {
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<icu::Calendar> calendar(icu::Calendar::createInstance(
      icu::TimeZone::createTimeZone("Asia/Shanghai"), icu::Locale("zh@calendar=chinese"), status));
  calendar->setTime(static_cast<double>(std::chrono::milliseconds(date.time_since_epoch()).count()) + 4 * 3600e3,
                    status);
  const Lunar lunar{calendar->get(UCAL_MONTH, status) + 1, calendar->get(UCAL_DATE, status)};
  EXPECT_TRUE(U_SUCCESS(status));
  return lunar;
}

// Days begin an hour later in Hanoi. In these years that matters once: the new moon of 2 February 2030 is at 16:07 UTC,
// on the third in Beijing. ICU's moon is some minutes early and has it on the second, so that all its days are
// Vietnam's.
TEST(Shipped, VietnamsMoonIsThatOfIcu) {
  int kings = 0;
  for (const auto& [date, name] : shipped_days("vn")) {
    if (name != "Giỗ Tổ Hùng Vương") continue;
    EXPECT_EQ(in_china(date).month, 3) << format_date(date);
    EXPECT_EQ(in_china(date).day, 10) << format_date(date);
    ++kings;
  }
  EXPECT_EQ(kings, 7);
  for (auto year = kShippedFrom; year <= kShippedTo; ++year) {
    local_days tet = local_days(year / 1 / 21);
    while (in_china(tet).month != 1 || in_china(tet).day != 1) tet += days(1);
    for (const int beside : {-1, 0, 1, 2})
      EXPECT_EQ(name_on("vn", format_date(tet + days(beside)).c_str()), "Tết Nguyên đán")
          << format_date(tet) << " " << beside;
  }
}

}  // namespace
}  // namespace leakproof::calendar
