#include "router/domain/local_day.h"

#include <gtest/gtest.h>

#include "calendar/text.h"

namespace leakproof::router {
namespace {

Instant at(const char* text) { return *calendar::parse_instant(text); }

TEST(LocalDay, TurnsAtTheZonesMidnight) {
  const std::string zone = "Asia/Ho_Chi_Minh";
  EXPECT_EQ(local_day(zone, at("2026-02-06T16:59:59Z")) + 1, local_day(zone, at("2026-02-06T17:00:00Z")));
  EXPECT_EQ(next_local_day(zone, at("2026-02-06T16:59:59Z")), at("2026-02-06T17:00:00Z"));
  EXPECT_EQ(next_local_day(zone, at("2026-02-06T17:00:00Z")), at("2026-02-07T17:00:00Z"));
  EXPECT_EQ(local_day("UTC", instant_from_micros(0)), 0);
}

TEST(LocalDay, ADayWithAClockChangeIsShorterOrLonger) {
  EXPECT_EQ(next_local_day("Europe/Berlin", at("2026-03-28T23:00:00Z")), at("2026-03-29T22:00:00Z"));
  EXPECT_EQ(next_local_day("Europe/Berlin", at("2026-10-24T22:00:00Z")), at("2026-10-25T23:00:00Z"));
}

}  // namespace
}  // namespace leakproof::router
