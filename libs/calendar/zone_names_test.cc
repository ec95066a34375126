#include "calendar/zone_names.h"

#include <gtest/gtest.h>

namespace leakproof::calendar {
namespace {

TEST(ZoneNames, AreThoseOfTheDatabase) {
  EXPECT_TRUE(zone_exists("Asia/Ho_Chi_Minh"));
  EXPECT_TRUE(zone_exists("UTC"));
  for (const auto* bad : {"", "Asia/Saigon2", "../etc/passwd", "europe/berlin"}) EXPECT_FALSE(zone_exists(bad)) << bad;
  EXPECT_GT(zone_names().size(), 400u);
  for (const auto& name : zone_names()) EXPECT_TRUE(zone_exists(name) && name != "localtime") << name;
}

}  // namespace
}  // namespace leakproof::calendar
