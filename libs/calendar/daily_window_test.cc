#include "calendar/daily_window.h"

#include <gtest/gtest.h>

#include <vector>

#include "base/time_text.h"
#include "calendar/local_interval.h"

namespace leakproof::calendar {
namespace {

struct Case {
  const char* zone;
  const char* window;
  const char* at;
  const char* outside;  // next_outside(at); `at` itself when it is outside
};

TEST(DailyWindow, QuietHours) {
  const std::vector<Case> cases = {
      {"Asia/Ho_Chi_Minh", "21:00-08:00", "2026-11-23T13:59:59Z", "2026-11-23T13:59:59Z"},
      {"Asia/Ho_Chi_Minh", "21:00-08:00", "2026-11-23T14:00:00Z", "2026-11-24T01:00:00Z"},
      {"Asia/Ho_Chi_Minh", "21:00-08:00", "2026-11-23T17:30:00Z", "2026-11-24T01:00:00Z"},
      {"Asia/Ho_Chi_Minh", "21:00-08:00", "2026-11-24T00:59:59Z", "2026-11-24T01:00:00Z"},
      {"Asia/Ho_Chi_Minh", "21:00-08:00", "2026-11-24T01:00:00Z", "2026-11-24T01:00:00Z"},
      {"Asia/Ho_Chi_Minh", "12:00-13:00", "2026-11-24T05:30:00Z", "2026-11-24T06:00:00Z"},
      {"Asia/Ho_Chi_Minh", "12:00-24:00", "2026-11-24T05:30:00Z", "2026-11-24T17:00:00Z"},

      // The nights in which clocks change.
      {"Europe/Berlin", "21:00-08:00", "2026-03-28T20:00:00Z", "2026-03-29T06:00:00Z"},
      {"Europe/Berlin", "21:00-08:00", "2026-10-24T19:00:00Z", "2026-10-25T07:00:00Z"},
      {"America/New_York", "21:00-08:00", "2026-03-08T02:00:00Z", "2026-03-08T12:00:00Z"},
      {"America/New_York", "21:00-08:00", "2026-11-01T01:00:00Z", "2026-11-01T13:00:00Z"},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(std::string(c.zone) + " " + c.window + " at " + c.at);
    const auto window = *DailyWindow::make(c.zone, *parse_local_interval(c.window));
    const Instant at = *parse_instant(c.at);
    EXPECT_EQ(window.contains(at), std::string(c.at) != c.outside);
    EXPECT_EQ(format_instant(window.next_outside(at)), c.outside);
  }
}

TEST(DailyWindow, RefusesTheWholeDayAndUnknownZones) {
  EXPECT_FALSE(DailyWindow::make("UTC", *parse_local_interval("09:00-09:00")));
  EXPECT_FALSE(DailyWindow::make("UTC", *parse_local_interval("00:00-24:00")));
  EXPECT_FALSE(DailyWindow::make("Nowhere", *parse_local_interval("21:00-08:00")));
}

}  // namespace
}  // namespace leakproof::calendar
