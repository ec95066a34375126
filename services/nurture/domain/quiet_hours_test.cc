#include "nurture/domain/quiet_hours.h"

#include <gtest/gtest.h>

#include <sstream>

#include "base/time_text.h"
#include "calendar/zone_names.h"

namespace leakproof::nurture {
namespace {

// country, phone region, now → when it may be sent. Quiet from 21:00 to 08:00, in New York where nothing else is known.
constexpr const char* kRows = R"(
VN -- 2026-02-17T05:00:00Z 2026-02-17T05:00:00Z
VN -- 2026-02-17T14:00:00Z 2026-02-18T01:00:00Z
VN -- 2026-02-17T00:59:59Z 2026-02-17T01:00:00Z
DE -- 2026-02-17T14:00:00Z 2026-02-17T14:00:00Z
DE VN 2026-02-17T21:00:00Z 2026-02-18T07:00:00Z
-- VN 2026-02-17T14:00:00Z 2026-02-18T01:00:00Z
US VN 2026-02-17T14:00:00Z 2026-02-18T01:00:00Z
US US 2026-02-18T03:00:00Z 2026-02-18T13:00:00Z
-- -- 2026-02-18T03:00:00Z 2026-02-18T13:00:00Z

DE -- 2026-03-28T22:00:00Z 2026-03-29T06:00:00Z
DE -- 2026-10-24T21:00:00Z 2026-10-25T07:00:00Z
)";

TEST(QuietHours, AreThoseOfTheRecipient) {
  const QuietHours quiet{*calendar::parse_local_interval("21:00-08:00"), "America/New_York"};
  std::istringstream lines(kRows);
  std::string country, region, now, expected;
  int rows = 0;
  for (; lines >> country >> region >> now >> expected; ++rows) {
    const Instant from = send_from(quiet, country, region, *parse_instant(now));
    EXPECT_EQ(format_instant(from), expected) << country << " " << region << " " << now;
  }
  EXPECT_EQ(rows, 11);
}
TEST(QuietHours, EveryZoneOfTheTableExists) {
  for (const char* country : {"VN", "DE", "GB", "IN", "KH", "LA", "MY", "NP", "UA", "ZA"}) {
    const std::string zone(zone_of_country(country));
    // The Ukrainian zone has its present name since 2022; older databases know the former one only.
    if (zone == "Europe/Kyiv") continue;
    EXPECT_TRUE(calendar::zone_exists(zone)) << zone;
  }
  EXPECT_EQ(zone_of_country("US"), "");
}

}  // namespace
}  // namespace leakproof::nurture
