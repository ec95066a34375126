// Newer zone data come while times run that were counted by older ones.
#include <gtest/gtest.h>

#include "base/time_text.h"
#include "calendar/zone_clock.h"
#include "router/fakes/world_fake.h"
#include "stream/limits.h"
#include "stream/zone_walk.h"

namespace leakproof::router {
namespace {

// British Columbia as it was, and as it is since it keeps daylight time: Monday the 2nd of November begins an hour
// earlier.
const std::vector<calendar::ZoneStretch> kBefore = {
    {"America/Vancouver", 1'772'964'000, 1'793'523'600, -7 * 3600},   // 2026-03-08T10:00Z to 2026-11-01T09:00Z
    {"America/Vancouver", 1'793'523'600, 1'805'018'400, -8 * 3600}};  // to 2027-03-14T10:00Z
const std::vector<calendar::ZoneStretch> kAfter = {{"America/Vancouver", 1'772'964'000, 4'000'000'000, -7 * 3600}};

constexpr const char* kWest = R"(
  schedules { schedule_id: "day" zone: "America/Vancouver"
    days { weekday: 1 intervals: "08:00-17:00" } days { weekday: 2 intervals: "08:00-17:00" } days { weekday: 3 intervals: "08:00-17:00" }
    days { weekday: 4 intervals: "08:00-17:00" } days { weekday: 5 intervals: "08:00-17:00" } }
  members { member_id: "ann" schedule_id: "day" starts_online: true }
  members { member_id: "ben" schedule_id: "day" starts_online: true }
  members { member_id: "eva" starts_online: true }
  pools { pool_id: "west" members { member_id: "ann" weight: 1 } members { member_id: "ben" weight: 1 }
          sla { respond_within_micros: 14400000000 warn_after_micros: 7200000000 next_step_within_micros: 14400000000 }
          hold_max_micros: 604800000000 escalate_to: "eva" }
  pools { pool_id: "both" strategy: "shark_tank" members { member_id: "ann" weight: 1 } members { member_id: "eva" weight: 1 }
          sla { respond_within_micros: 14400000000 } hold_max_micros: 604800000000 }
  pools { pool_id: "always" members { member_id: "eva" weight: 1 } sla { respond_within_micros: 14400000000 }
          hold_max_micros: 604800000000 }
  rules { rule_id: "ca" when: "lead.country == 'CA'" pool_id: "west" }
  rules { rule_id: "us" when: "lead.country == 'US'" pool_id: "both" }
  rules { rule_id: "vn" when: "lead.country == 'VN'" pool_id: "always" }
)";

Instant at(std::string_view text) { return *parse_instant(text); }

class ZoneDataTest : public testing::Test {
 protected:
  // Friday 16:00 in Vancouver, an hour before the weekend in which the clocks were to change.
  ZoneDataTest() { world_.draft.set_now(at("2026-10-30T23:00:00Z")); }

  // The work of a take-over by a process with these data, as far as so many slices go.
  void take_over(const std::string& zone_data, const std::vector<calendar::ZoneStretch>& clocks, int slices = 1000) {
    calendar::ZoneTrace trace(clocks);
    RouterProcessor processor("test-1", zone_data);
    for (auto more = processor.on_take_over(world_.draft); more.ok() && *more && --slices > 0;)
      more = processor.on_take_over(world_.draft);
  }
  std::string run(const std::string& line, const std::vector<calendar::ZoneStretch>& clocks = kBefore) {
    calendar::ZoneTrace trace(clocks);
    return world_.run(line);
  }
  // "lead timer from->to (before->after)" a time that moved.
  std::string moved() {
    std::string text;
    for (const auto& event : world_.draft.take_events()) {
      for (const auto& time : event.due_moved().times())
        text += event.lead_id() + " " + time.timer() + " " + shown(time.from_micros()) + "->" +
                shown(time.to_micros()) + " (" + event.due_moved().zone_data_before() + "->" +
                event.due_moved().zone_data() + ")\n";
    }
    return text;
  }
  static std::string shown(std::int64_t micros) { return format_instant(instant_from_micros(micros)); }
  std::string timers() {
    std::string text;
    for (const auto& [key, timer] : world_.draft.timers)
      text += shown(timer.due_micros()) + " " + timer.id().substr(0, timer.id().find(':')) + "\n";
    return text;
  }

  World world_{kWest, "2025b"};
};

TEST_F(ZoneDataTest, TheTimeToAnswerMovesWithTheShiftItEndsIn) {
  EXPECT_EQ(run("inquire a CA 10"), "a=assigned:ann a+assigned:ann");
  EXPECT_EQ(shown(world_.lead("a").breach_at_micros()), "2026-11-02T19:00:00Z") << "Monday 11:00 as it was to be";
  take_over("2026f", kAfter);
  EXPECT_EQ(moved(),
            "a warn 2026-11-02T17:00:00Z->2026-11-02T16:00:00Z (2025b->2026f)\n"
            "a breach 2026-11-02T19:00:00Z->2026-11-02T18:00:00Z (2025b->2026f)\n");
  EXPECT_EQ(timers(), "2026-11-02T16:00:00Z warn\n2026-11-02T18:00:00Z breach\n");
  EXPECT_EQ(run("wait 3900", kAfter), "a+warned:ann") << "Monday 09:00";
  EXPECT_EQ(run("wait 119", kAfter), "");
  EXPECT_EQ(run("wait 1", kAfter), "a+breached:ann a=assigned:ben a+reclaimed:ann a+assigned:ben");
}

TEST_F(ZoneDataTest, TheTimeToTheNextStepMoves) {
  run("inquire a CA 10");
  EXPECT_EQ(run("accept a ann"), "a+accepted:ann");
  run("wait 30");
  run("contacted a ann");
  take_over("2026f", kAfter);
  EXPECT_EQ(moved(), "a next_breach 2026-11-02T19:30:00Z->2026-11-02T18:30:00Z (2025b->2026f)\n");
  EXPECT_EQ(timers(), "2026-11-02T18:30:00Z next_breach\n");
}

TEST_F(ZoneDataTest, AnOfferIsDueWhenTheLastHasHadTheTime) {
  EXPECT_EQ(run("inquire a US 10"), "a=offered:ann,eva a+offered:ann a+offered:eva");
  take_over("2026f", kAfter);
  EXPECT_EQ(moved(), "a breach 2026-11-02T19:00:00Z->2026-11-02T18:00:00Z (2025b->2026f)\n");
}

TEST_F(ZoneDataTest, WhoWorksAroundTheClockHasNoClocks) {
  run("inquire a VN 10");
  EXPECT_FALSE(world_.lead("a").has_clocks());
  run("inquire b CA 10");
  EXPECT_EQ(world_.lead("b").clocks().zone_data(), "2025b");
  run("lost b ann");
  EXPECT_FALSE(world_.lead("b").has_clocks()) << "no time runs";
}

// The next shift begins an hour earlier: who waits for it goes out then.
TEST_F(ZoneDataTest, AHoldEndsWithTheShiftOfToday) {
  run("wait 120");
  EXPECT_EQ(run("inquire a CA 10"), "a=held:no_eligible_member a+held");
  EXPECT_EQ(timers(), "2026-11-02T16:00:00Z drain\n2026-11-07T01:00:00Z hold\n");
  take_over("2026f", kAfter);
  EXPECT_EQ(moved(), "");
  EXPECT_EQ(timers(), "2026-11-02T15:00:00Z drain\n2026-11-07T01:00:00Z hold\n");
  EXPECT_EQ(run("wait 3719", kAfter), "");
  EXPECT_EQ(run("wait 1", kAfter), "a=assigned:ann a+assigned:ann");
}

// By the newer data the shift has begun already.
TEST_F(ZoneDataTest, AHoldEndsAtOnceWhereSomebodyIsOnShiftByNow) {
  run("wait 120");
  run("inquire a CA 10");
  world_.draft.set_now(at("2026-11-02T15:30:00Z"));
  take_over("2026f", kAfter);
  EXPECT_EQ(world_.lead("a").member_id(), "ann");
}

TEST_F(ZoneDataTest, WhatHasNotChangedIsNotWritten) {
  run("inquire a CA 10");
  take_over("2025b", kBefore);
  const auto before = world_.draft.state;
  take_over("2025b", kBefore);
  EXPECT_EQ(world_.draft.state, before);
  take_over("2026a", kBefore);
  EXPECT_EQ(moved(), "");
  auto after = world_.draft.state;
  after[stream::zone_data_key("w")] = before.at(stream::zone_data_key("w"));
  EXPECT_EQ(after, before) << "only the version is noted";
}

// A change of hours moves no time that runs, and newer zone data are no reason to.
TEST_F(ZoneDataTest, ATimeOutsideOfTodaysHoursStays) {
  run("inquire a CA 10");
  auto& monday = *world_.config.mutable_schedules(0)->mutable_days(0);
  monday.set_intervals(0, "12:00-17:00");
  run("config");
  take_over("2026f", kAfter);
  EXPECT_EQ(moved(), "");
  EXPECT_EQ(shown(world_.lead("a").breach_at_micros()), "2026-11-02T19:00:00Z");
}

TEST_F(ZoneDataTest, ACrashBetweenTheSlicesLeavesNothingOutAndDoesNothingTwice) {
  const int leads = 2 * static_cast<int>(stream::limits::kMovedASlice) + 5;
  for (int i = 0; i < leads; ++i) run("inquire l" + std::to_string(i) + " CA 10");
  std::map<std::string, int> times;
  for (int crash = 0; crash < 10; ++crash) {
    take_over("2026f", kAfter, 1);
    for (const auto& event : world_.draft.take_events()) {
      if (event.has_due_moved()) ++times[event.lead_id()];
    }
  }
  EXPECT_EQ(static_cast<int>(times.size()), leads);
  for (const auto& [lead, count] : times) EXPECT_EQ(count, 1) << lead;
  for (int i = 0; i < leads; ++i)
    EXPECT_EQ(shown(world_.lead("l" + std::to_string(i)).breach_at_micros()), "2026-11-02T18:00:00Z");
  EXPECT_EQ(world_.draft.timers.size(), 2u * static_cast<unsigned>(leads)) << "none of the old ones is left";
}

// What a process with older data counts is counted again by the next one with the newest, and never back.
TEST_F(ZoneDataTest, TwoProcessesWithDifferentDataEndAtTheNewest) {
  run("inquire a CA 10");
  take_over("2026f", kAfter);
  moved();
  take_over("2025b", kBefore);
  EXPECT_EQ(moved(), "");
  EXPECT_EQ(run("inquire b CA 10"), "b=assigned:ben b+assigned:ben");
  EXPECT_EQ(shown(world_.lead("b").breach_at_micros()), "2026-11-02T19:00:00Z");
  take_over("2026f", kAfter);
  EXPECT_EQ(moved(),
            "b warn 2026-11-02T17:00:00Z->2026-11-02T16:00:00Z (2025b->2026f)\n"
            "b breach 2026-11-02T19:00:00Z->2026-11-02T18:00:00Z (2025b->2026f)\n");
}

}  // namespace
}  // namespace leakproof::router
