#include "nurture/domain/quiet_hours.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

#include "base/time_text.h"
#include "calendar/zone_names.h"
#include "nurture/domain/country_zones.h"

namespace leakproof::nurture {
namespace {

// country ("_" for a blank in it), phone region, now → when it may be sent. Quiet from 21:00 to 08:00, in Ho Chi Minh
// City where nothing else is known.
constexpr const char* kRows = R"(
VN -- 2026-02-17T05:00:00Z 2026-02-17T05:00:00Z
VN -- 2026-02-17T14:00:00Z 2026-02-18T01:00:00Z
VN -- 2026-02-17T00:59:59Z 2026-02-17T01:00:00Z
DE -- 2026-02-17T14:00:00Z 2026-02-17T14:00:00Z
DE VN 2026-02-17T21:00:00Z 2026-02-18T07:00:00Z
-- VN 2026-02-17T14:00:00Z 2026-02-18T01:00:00Z
-- -- 2026-02-17T14:00:00Z 2026-02-18T01:00:00Z

DE -- 2026-03-28T22:00:00Z 2026-03-29T06:00:00Z
DE -- 2026-10-24T21:00:00Z 2026-10-25T07:00:00Z

UK -- 2026-02-17T03:00:00Z 2026-02-17T08:00:00Z
gb -- 2026-02-17T03:00:00Z 2026-02-17T08:00:00Z
United_Kingdom -- 2026-02-17T03:00:00Z 2026-02-17T08:00:00Z
Deutschland -- 2026-02-17T21:00:00Z 2026-02-18T07:00:00Z
somewhere DE 2026-02-17T21:00:00Z 2026-02-18T07:00:00Z
somewhere -- 2026-02-17T14:00:00Z 2026-02-18T01:00:00Z

US -- 2026-02-20T03:00:00Z 2026-02-20T18:00:00Z
US VN 2026-02-20T03:00:00Z 2026-02-20T18:00:00Z
-- US 2026-02-20T03:00:00Z 2026-02-20T18:00:00Z
US -- 2026-02-20T17:59:00Z 2026-02-20T18:00:00Z
US -- 2026-02-20T18:00:00Z 2026-02-20T18:00:00Z
US -- 2026-02-21T01:59:00Z 2026-02-21T01:59:00Z
US -- 2026-02-21T02:00:00Z 2026-02-21T18:00:00Z
AU -- 2026-02-17T00:00:00Z 2026-02-17T00:00:00Z
AU -- 2026-02-17T10:00:00Z 2026-02-18T00:00:00Z
RU -- 2026-02-17T12:00:00Z 2026-02-18T06:00:00Z
ID -- 2026-02-17T00:30:00Z 2026-02-17T01:00:00Z
ES -- 2026-02-17T07:30:00Z 2026-02-17T08:00:00Z
)";

std::string with_blanks(std::string text) {
  std::ranges::replace(text, '_', ' ');
  return text;
}

TEST(QuietHours, AreThoseOfTheRecipient) {
  const QuietHours quiet{*calendar::parse_local_interval("21:00-08:00"), "Asia/Ho_Chi_Minh"};
  std::istringstream lines(kRows);
  std::string country, region, now, expected;
  int rows = 0;
  for (; lines >> country >> region >> now >> expected; ++rows) {
    const Instant from = send_from(quiet, with_blanks(country), region, *parse_instant(now));
    EXPECT_EQ(format_instant(from), expected) << country << " " << region << " " << now;
  }
  EXPECT_EQ(rows, 27);
}
// Nine hours a day, and Russia's clocks lie ten apart.
TEST(QuietHours, WhereTheDaysOfACountryNeverMeetTheClockOfMostPeopleCounts) {
  const QuietHours quiet{*calendar::parse_local_interval("18:00-09:00"), "Asia/Ho_Chi_Minh"};
  EXPECT_EQ(format_instant(send_from(quiet, "RU", "", *parse_instant("2026-02-17T20:00:00Z"))), "2026-02-18T06:00:00Z");
}
TEST(QuietHours, ZonesOfTheTableExist) {
  for (const char* country :
       {"AU", "BR", "CA", "CN", "DE", "GB", "ID", "IN", "MX", "NP", "RU", "US", "VN", "XK", "ZA"}) {
    const auto zones = zones_of_country(country);
    EXPECT_FALSE(zones.empty()) << country;
    for (const auto& zone : zones) {
      // Names of the last years, which older databases do not have.
      if (zone == "America/Ciudad_Juarez") continue;
      EXPECT_TRUE(calendar::zone_exists(zone)) << zone;
    }
  }
  for (const char* none : {"", "-", "XX", "VNM", "A", "ZZ"}) EXPECT_TRUE(zones_of_country(none).empty()) << none;
}

}  // namespace
}  // namespace leakproof::nurture
