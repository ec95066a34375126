#include "rules/named_zone.h"

#include <gtest/gtest.h>

#include "rules/moment.h"

namespace leakproof::rules {
namespace {

std::optional<std::int64_t> hours_east(std::string_view time, std::string_view zone) {
  const auto seconds = named_zone_offset(parse_timestamp(time)->seconds, zone);
  return seconds ? std::optional(*seconds / 3600) : std::nullopt;
}

TEST(NamedZone, KnowsSummersOfEveryYear) {
  const struct {
    const char *time, *zone;
    int hours;
  } cases[] = {
      {"2026-07-01T00:00:00Z", "Europe/Berlin", 2},
      {"2037-12-31T00:00:00Z", "Europe/Berlin", 1},
      {"2038-07-01T00:00:00Z", "Europe/Berlin", 2},
      {"2100-01-01T00:00:00Z", "Europe/Berlin", 1},
      {"2040-03-25T00:59:59Z", "Europe/Berlin", 1},
      {"2040-03-25T01:00:00Z", "Europe/Berlin", 2},
      {"2044-02-29T00:00:00Z", "Europe/Berlin", 1},
      {"9999-07-01T00:00:00Z", "America/New_York", -4},
      {"2040-11-04T05:59:59Z", "America/New_York", -4},
      {"2040-11-04T06:00:00Z", "America/New_York", -5},
      {"2040-01-01T00:00:00Z", "Australia/Sydney", 11},
      {"2040-07-01T00:00:00Z", "Australia/Sydney", 10},
      {"2100-07-01T00:00:00Z", "Asia/Ho_Chi_Minh", 7},
      {"2100-07-01T00:00:00Z", "Asia/Gaza", 3},
      {"2100-01-01T00:00:00Z", "Asia/Gaza", 2},
      {"2094-02-08T12:00:00Z", "America/Havana", -5},
      {"0001-01-01T00:00:00Z", "UTC", 0},
  };
  for (const auto& c : cases) EXPECT_EQ(hours_east(c.time, c.zone), c.hours) << c.time << " " << c.zone;
  EXPECT_EQ(hours_east("2026-07-01T00:00:00Z", "Europe/Atlantis"), std::nullopt);
}

}  // namespace
}  // namespace leakproof::rules
