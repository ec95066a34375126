#include "calendar/local_day.h"

#include <gtest/gtest.h>

#include "base/time_text.h"

namespace leakproof::calendar {
namespace {

Instant at(const char* text) { return *parse_instant(text); }

TEST(LocalDay, TurnsAtTheZonesMidnight) {
  const std::string zone = "Asia/Ho_Chi_Minh";
  EXPECT_EQ(local_day(zone, at("2026-02-06T16:59:59Z")) + 1, local_day(zone, at("2026-02-06T17:00:00Z")));
  EXPECT_EQ(next_local_day(zone, at("2026-02-06T16:59:59Z")), at("2026-02-06T17:00:00Z"));
  EXPECT_EQ(next_local_day(zone, at("2026-02-06T17:00:00Z")), at("2026-02-07T17:00:00Z"));
  EXPECT_EQ(local_day("UTC", instant_from_micros(0)), 0);
}

TEST(LocalDay, WeeksTurnOnMondayAndMonthsOnTheFirst) {
  const std::string zone = "Asia/Ho_Chi_Minh";
  const Instant sunday = at("2026-02-08T16:59:59Z"), monday = at("2026-02-08T17:00:00Z");
  EXPECT_EQ(local_week(zone, sunday) + 1, local_week(zone, monday));
  EXPECT_EQ(local_week(zone, monday), local_week(zone, at("2026-02-15T16:59:59Z")));
  EXPECT_EQ(next_local_week(zone, sunday), monday);
  EXPECT_EQ(next_local_week(zone, monday), at("2026-02-15T17:00:00Z"));
  EXPECT_EQ(local_month(zone, at("2026-12-31T16:59:59Z")) + 1, local_month(zone, at("2026-12-31T17:00:00Z")))
      << "across a year";
  EXPECT_EQ(next_local_month(zone, at("2026-01-31T10:00:00Z")), at("2026-01-31T17:00:00Z"));
  EXPECT_EQ(next_local_month(zone, at("2026-01-31T17:00:00Z")), at("2026-02-28T17:00:00Z"));
}

TEST(LocalDay, ADayWithAClockChangeIsShorterOrLonger) {
  EXPECT_EQ(next_local_day("Europe/Berlin", at("2026-03-28T23:00:00Z")), at("2026-03-29T22:00:00Z"));
  EXPECT_EQ(next_local_day("Europe/Berlin", at("2026-10-24T22:00:00Z")), at("2026-10-25T23:00:00Z"));
}

TEST(LocalDay, AClockSetBackOverMidnightShowsItTwice) {
  const std::string zone = "America/St_Johns";  // 2007-11-04 00:01 was 2007-11-03 23:01 again
  EXPECT_EQ(next_local_day(zone, at("2007-11-04T02:29:00Z")), at("2007-11-04T02:30:00Z"));
  EXPECT_EQ(next_local_day(zone, at("2007-11-04T02:45:00Z")), at("2007-11-04T03:30:00Z"));
}

TEST(LocalDay, WhatAClockShowsIsAnInstant) {
  EXPECT_EQ(instant_of("Asia/Ho_Chi_Minh", at("2026-01-05T10:10:22Z")), at("2026-01-05T03:10:22Z"));
  EXPECT_EQ(instant_of("Europe/Berlin", at("2026-10-25T02:30:00Z")), at("2026-10-25T00:30:00Z")) << "its first pass";
  EXPECT_EQ(instant_of("Europe/Berlin", at("2026-03-29T02:30:00Z")), at("2026-03-29T01:00:00Z")) << "the jump";
}

}  // namespace
}  // namespace leakproof::calendar
