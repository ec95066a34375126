// Leads that wait are served the moment somebody may have one, whatever made it so.
#include "router/hold_queue.h"

#include <gtest/gtest.h>

#include "router/fakes/world_fake.h"

namespace leakproof::router {
namespace {

// Minutes count from Friday 09:00; the shop is open until 17:00. Hoa and the pool are as said, minh is nobody's yet.
World shop(const std::string& member, const std::string& pool = "") {
  return World(R"(
  schedules { schedule_id: "day" zone: "Asia/Ho_Chi_Minh"
    days { weekday: 5 intervals: "08:00-17:00" } days { weekday: 6 intervals: "08:00-17:00" } }
  members { member_id: "minh" }
  rules { rule_id: "all" when: "true" pool_id: "desk" }
  members { member_id: "hoa" starts_online: true )" +
               member + R"( }
  pools { pool_id: "desk" members { member_id: "hoa" weight: 1 } hold_max_micros: 345600000000 )" +
               pool + " }");
}
constexpr const char* kHeld = "a=held:no_eligible_member a+held";
constexpr const char* kServed = "a=assigned:hoa a+assigned:hoa";

TEST(Waiting, Presence) {
  World world = shop("");
  world.play({{"offline hoa", ""}, {"inquire a VN 1", kHeld}, {"wait 500", ""}, {"online hoa", kServed}});
}

TEST(Waiting, ShiftStart) {
  World world = shop("schedule_id: 'day'");
  world.play({{"wait 480", ""}, {"inquire a VN 1", kHeld}, {"wait 899", ""}, {"wait 1", kServed}});
}

TEST(Waiting, EndOfALeaveAndALeaveTakenBack) {
  World ends = shop("");
  ends.play({{"leave hoa 0 60", ""}, {"inquire a VN 1", kHeld}, {"wait 59", ""}, {"wait 1", kServed}});
  World back = shop("");
  back.play({{"leave hoa 0 60", ""}, {"inquire a VN 1", kHeld}, {"cancel hoa 0 60", kServed}});
}

TEST(Waiting, CapOfOpenWork) {
  for (const std::string freed : {"won b hoa", "disqualified b hoa", "claim b minh", "transfer b hoa minh"}) {
    World world = shop("open_max: 1");
    world.play({{"inquire b VN 1", "b=assigned:hoa b+assigned:hoa"}, {"inquire a VN 1", kHeld}, {"online minh", ""}});
    const std::string happened = world.run(freed);
    EXPECT_TRUE(happened.ends_with(kServed)) << freed << ": " << happened;
  }
}

TEST(Waiting, CapWindows) {
  World hour = shop("hourly_max: 1");
  hour.play({{"inquire b VN 1", "b=assigned:hoa b+assigned:hoa"},
             {"inquire a VN 1", kHeld},
             {"wait 59", ""},
             {"wait 1", kServed}});
  World day = shop("daily_max: 1");
  day.play({{"inquire b VN 1", "b=assigned:hoa b+assigned:hoa"},
            {"inquire a VN 1", kHeld},
            {"wait 899", ""},
            {"wait 1", kServed}});
  World pool = shop("", "hourly_max: 1");
  pool.play({{"inquire b VN 1", "b=assigned:hoa b+assigned:hoa"},
             {"inquire a VN 1", "a=held:pool_at_cap_hour a+held"},
             {"wait 59", ""},
             {"wait 1", kServed}});
}

TEST(Waiting, ConfigurationThatSaysOtherwise) {
  World raised = shop("open_max: 1");
  raised.play({{"inquire b VN 1", "b=assigned:hoa b+assigned:hoa"}, {"inquire a VN 1", kHeld}});
  raised.config.mutable_members(1)->set_open_max(2);
  EXPECT_EQ(raised.run("config"), "config:2 " + std::string(kServed));
  World back = shop("inactive: true");
  back.run("inquire a VN 1");
  back.config.mutable_members(1)->set_inactive(false);
  EXPECT_EQ(back.run("config"), "config:2 " + std::string(kServed));
  World joined = shop("");
  joined.play({{"offline hoa", ""}, {"inquire a VN 1", kHeld}, {"online minh", ""}});
  joined.config.mutable_pools(0)->add_members()->set_member_id("minh");
  EXPECT_EQ(joined.run("config"), "config:2 a=assigned:minh a+assigned:minh");
}

TEST(Waiting, ASweepThatEndsALead) {
  World world = shop("open_max: 1");
  auto& sweep = *world.config.add_sweeps();
  sweep.set_kind("no_follow_up");
  sweep.set_action("close");
  sweep.set_after_micros(60'000'000);
  world.play({{"config", "config:2"}, {"inquire b VN 1", "b=assigned:hoa b+assigned:hoa"}, {"inquire a VN 1", kHeld}});
  EXPECT_EQ(world.run("wait 1"), "b+closed:hoa " + std::string(kServed));
}

}  // namespace
}  // namespace leakproof::router
