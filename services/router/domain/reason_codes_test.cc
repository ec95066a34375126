#include "router/domain/reason_codes.h"

#include <gtest/gtest.h>

#include <set>

namespace leakproof::router {
namespace {

template <class Rows>
void expect_names_of_their_own(const Rows& rows) {
  std::set<std::string_view> names;
  for (const auto& row : rows) {
    EXPECT_EQ(name_of(row.value), row.name);
    EXPECT_TRUE(names.insert(row.name).second) << row.name;
  }
}

TEST(ReasonCodes, EachValueHasItsName) {
  expect_names_of_their_own(kTriggers);
  expect_names_of_their_own(kOutcomes);
  expect_names_of_their_own(kReasons);
  for (const auto& row : kReasons) EXPECT_EQ(reason_of(row.name), row.value);
  EXPECT_EQ(reason_of("of a later version"), std::nullopt);
  EXPECT_EQ(name_of(Trigger::kNewLead), "new_lead");
  EXPECT_EQ(name_of(Outcome::kSuperseded), "superseded");
  EXPECT_EQ(name_of(Reason::kNone), "");
  EXPECT_EQ(name_of(Reason::kAtCapDay), "at_cap_day");
  EXPECT_EQ(name_of(Reason::kSwept), "swept");
}

TEST(ReasonCodesDeathTest, AValueThatIsInNoRow) {
  EXPECT_DEATH((void)name_of(static_cast<Trigger>(0)), "CHECK failed");
  EXPECT_DEATH((void)name_of(static_cast<Outcome>(99)), "CHECK failed");
  EXPECT_DEATH((void)name_of(static_cast<Reason>(-1)), "CHECK failed");
}

// Who keeps a share of a pick that went by: decisions of earlier versions were made by this very list.
TEST(ReasonCodes, AwayOrFullCountsAsAbsent) {
  std::set<std::string_view> absent;
  for (const auto& row : kReasons) {
    if (counts_as_absent(row.value)) absent.insert(row.name);
  }
  EXPECT_EQ(absent, (std::set<std::string_view>{"on_leave", "offline", "off_hours", "at_cap_open", "at_cap_hour",
                                                "at_cap_day", "at_cap_week", "at_cap_month"}));
}

}  // namespace
}  // namespace leakproof::router
