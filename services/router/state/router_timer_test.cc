#include "router/state/router_timer.h"

#include <gtest/gtest.h>

namespace leakproof::router {
namespace {

using Timer = state::v1::RouterTimer;

// Ids stand on disk.
TEST(RouterTimer, EachKindHasAnId) {
  const std::vector<std::pair<Timer::Kind, std::string>> ids = {{Timer::WARN, "warn:w:a:7"},
                                                                {Timer::BREACH, "breach:w:a:7"},
                                                                {Timer::HOLD, "hold:w:a:7"},
                                                                {Timer::NEXT_WARN, "next_warn:w:a:7"},
                                                                {Timer::NEXT_BREACH, "next_breach:w:a:7"},
                                                                {Timer::DRAIN, "drain:w:a"},
                                                                {Timer::AWAY, "away:w:a"},
                                                                {Timer::SWEEP, "sweep:w:a"},
                                                                {Timer::RELEASE, "release:w:a"},
                                                                {Timer::ROUTE, "route:w:a"}};
  EXPECT_EQ(ids.size(), static_cast<std::size_t>(Timer::Kind_MAX));
  for (const auto& [kind, id] : ids) {
    const std::int64_t token = lead_timer_of(kind) ? 7 : 0;
    const auto made = timer("w", kind, "a", token);
    EXPECT_EQ(made.id(), id);
    Timer payload;
    ASSERT_TRUE(payload.ParseFromString(made.payload()));
    EXPECT_EQ(std::tuple(payload.workspace_id(), payload.kind(), payload.subject_id(), payload.ownership_token()),
              std::tuple("w", kind, "a", token));
  }
  EXPECT_DEATH(timer("w", Timer::KIND_UNSPECIFIED, "a"), "CHECK failed");
}

TEST(RouterTimer, EachTimerOfALeadIsStoredInItsOwnField) {
  state::v1::RoutedLead lead;
  std::int64_t due = 0;
  for (const auto& row : kLeadTimers) {
    EXPECT_EQ(lead_timer_of(stored(row.timer).kind), row.timer);
    (lead.*stored(row.timer).set)(++due);
  }
  due = 0;
  for (const auto& row : kLeadTimers) EXPECT_EQ((lead.*stored(row.timer).get)(), ++due) << row.name;
}

}  // namespace
}  // namespace leakproof::router
