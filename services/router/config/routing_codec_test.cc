#include "router/config/routing_codec.h"

#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include "base/time_text.h"

namespace leakproof::router {
namespace {

config::v1::Workspace parsed(const char* text) {
  config::v1::Workspace workspace;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &workspace));
  return workspace;
}

TEST(RoutingCodec, CompilesEverythingThatDecisionsUse) {
  const auto routing = compile_routing(parsed(R"(
    default_zone: "Asia/Ho_Chi_Minh"
    schedules { schedule_id: "berlin" zone: "Europe/Berlin" days { weekday: 5 intervals: "09:00-12:00" } holidays: "2026-02-13" }
    members { member_id: "lan" name: "Lan" open_max: 1 hourly_max: 2 daily_max: 3 inactive: true starts_online: true }
    members { member_id: "kai" schedule_id: "berlin" }
    members { member_id: "yui" schedule_id: "berlin" zone: "Asia/Tokyo" } members { member_id: "ken" zone: "Asia/Tokyo" }
    pools { pool_id: "p" members { member_id: "lan" weight: 4 } members { member_id: "kai" } fallback_pool_id: "q" hold_max_micros: 9 escalate_to: "kai"
            sla { respond_within_micros: 7 warn_after_micros: 6 attempts_max: 5 } }
    rules { rule_id: "r" when: "score.total > 1.0" pool_id: "p" }
    fallback { journey_id: "j" }
    journeys { journey_id: "j" trigger: "lost" } journeys { journey_id: "k" trigger: "recycled" })"));
  ASSERT_TRUE(routing.ok()) << routing.error().message();
  const Member& lan = *routing->member(MemberId("lan"));
  EXPECT_EQ(std::tuple(lan.name, lan.caps.open, lan.caps.hour, lan.caps.day, lan.inactive, lan.starts_online, lan.zone),
            std::tuple("Lan", 1, 2, 3, true, true, "Asia/Ho_Chi_Minh"));
  const Member& kai = *routing->member(MemberId("kai"));
  EXPECT_EQ(kai.zone, "Europe/Berlin");
  EXPECT_TRUE(kai.schedule.is_open(*parse_instant("2026-02-06T09:00:00+01:00")));
  EXPECT_FALSE(kai.schedule.is_open(*parse_instant("2026-02-13T09:00:00+01:00"))) << "a holiday";
  const Member& yui = *routing->member(MemberId("yui"));
  EXPECT_EQ(yui.zone, "Asia/Tokyo");
  EXPECT_TRUE(yui.schedule.is_open(*parse_instant("2026-02-06T09:00:00+09:00"))) << "the same hours where she is";
  EXPECT_FALSE(yui.schedule.is_open(*parse_instant("2026-02-06T09:00:00+01:00")));
  EXPECT_EQ(routing->member(MemberId("ken"))->zone, "Asia/Tokyo") << "caps count his days";
  const Pool& pool = *routing->pool(PoolId("p"));
  EXPECT_EQ(std::tuple(pool.members[0].weight, pool.members[1].weight, pool.fallback, pool.hold_max, pool.escalate_to,
                       pool.sla.attempts_max),
            std::tuple(4, 1, PoolId("q"), Duration(9), MemberId("kai"), 5));
  EXPECT_EQ(routing->rules.in_order[0].to.pool, PoolId("p"));
  EXPECT_EQ(routing->fallback.journey, JourneyId("j"));
  EXPECT_EQ(routing->recycled, JourneyId("k"));
}

TEST(RoutingCodec, RefusesWhatDoesNotCompileByName) {
  EXPECT_NE(compile_routing(parsed("rules { rule_id: 'r7' when: 'lead.nonsense ==' }")).error().message().find("r7"),
            std::string::npos);
  EXPECT_NE(compile_routing(parsed("schedules { schedule_id: 's7' zone: 'Moon' }")).error().message().find("s7"),
            std::string::npos);
  EXPECT_FALSE(compile_routing(parsed("members { member_id: 'm' schedule_id: 'none' }")).ok());
  EXPECT_FALSE(compile_routing(parsed("members { member_id: 'm' zone: 'Moon' }")).ok());
  EXPECT_FALSE(activate(1, "\xff", "").ok());
}

}  // namespace
}  // namespace leakproof::router
