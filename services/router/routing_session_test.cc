#include "router/routing_session.h"

#include <gmock/gmock.h>

#include <random>

#include "router/fakes/world_fake.h"

namespace leakproof::router {
namespace {

constexpr const char* kConfig = R"(
  members { member_id: "lan" starts_online: true } members { member_id: "minh" starts_online: true }
  members { member_id: "hoa" starts_online: true open_max: 3 }
  pools { pool_id: "quick" strategy: "shark_tank" members { member_id: "lan" weight: 1 } members { member_id: "minh" weight: 1 }
          members { member_id: "hoa" weight: 1 } sla { respond_within_micros: 600000000 attempts_max: 3 } hold_max_micros: 3600000000 }
  pools { pool_id: "one" members { member_id: "hoa" weight: 1 } hold_max_micros: 3600000000 }
  pools { pool_id: "two" members { member_id: "hoa" weight: 1 } hold_max_micros: 3600000000 }
  rules { rule_id: "quick" when: "lead.country == 'VN'" pool_id: "quick" }
  rules { rule_id: "one" when: "lead.country == 'DE'" pool_id: "one" }
  rules { rule_id: "two" when: "lead.country == 'SG'" pool_id: "two" }
)";

// Whatever the order in which they answer: one has it, all the others hear that they have not.
TEST(RoutingSession, AnOfferToManyHasExactlyOneWinner) {
  for (unsigned seed = 1; seed <= 50; ++seed) {
    World world(kConfig);
    std::mt19937 random(seed);
    std::vector<std::string> people = {"lan", "minh", "hoa"};
    std::ranges::shuffle(people, random);
    EXPECT_EQ(world.run("inquire a VN 1"), "a=offered:lan,minh,hoa a+offered:lan a+offered:minh a+offered:hoa");
    world.run("accept a " + people[0]);
    for (const auto& late : {people[1], people[2], people[1]}) EXPECT_EQ(world.run("accept a " + late), "!not_owner");
    EXPECT_EQ(world.lead("a").member_id(), people[0]);
    EXPECT_EQ(world.counts().owned(), 1);
    for (const auto& each : people) EXPECT_EQ(world.member(each).open(), each == people[0] ? 1 : 0) << each;
  }
}

// `already_tried` is for who had their time and did not act: not for who was on leave while the lead was on offer.
TEST(RoutingSession, ALeaveDuringAnOfferIsNoTry) {
  World world(kConfig);
  world.play(
      {{"inquire a VN 1", "a=offered:lan,minh,hoa a+offered:lan a+offered:minh a+offered:hoa"},
       {"leave lan 0 60", ""},
       {"wait 10", "a+breached a=held:no_eligible_member a+reclaimed:lan a+reclaimed:minh a+reclaimed:hoa a+held"},
       {"wait 50", "a=offered:lan a+offered:lan"},
       {"decline a lan", "a+declined:lan a=escalated:already_tried"}});
}
TEST(RoutingSession, AnOfferEndsWithTheLastAnswerOfThoseWhoAreThere) {
  World world(kConfig);
  world.play({{"inquire a VN 1", "a=offered:lan,minh,hoa a+offered:lan a+offered:minh a+offered:hoa"},
              {"leave lan 0 30", ""},
              {"decline a minh", "a+declined:minh"},
              {"decline a hoa", "a+declined:hoa a=held:no_eligible_member a+reclaimed:lan a+held"},
              {"wait 30", "a=offered:lan a+offered:lan"}});
}

// Several leads are on offer before anybody answers: what they would make together is never more than the pool may
// have.
TEST(RoutingSession, TheCapOfAPoolHoldsWhenManyOffersAreTaken) {
  for (const auto set :
       {&config::v1::Pool::set_open_max, &config::v1::Pool::set_hourly_max, &config::v1::Pool::set_daily_max,
        &config::v1::Pool::set_weekly_max, &config::v1::Pool::set_monthly_max}) {
    World world(kConfig);
    (world.config.mutable_pools(0)->*set)(1);
    world.apply();
    world.run("inquire a VN 1");
    world.run("inquire b VN 1");
    EXPECT_EQ(world.run("accept a lan"), "a=claimed:lan a+reclaimed:minh a+reclaimed:hoa a+accepted:lan");
    EXPECT_THAT(world.run("accept b minh"), testing::StartsWith("!pool_at_cap_"));
    EXPECT_EQ(world.counts().owned(), 1);
    EXPECT_EQ(world.counts().offered(), 1) << "and the other lead is not lost";
    world.run("wait 11");
    EXPECT_EQ(world.counts().offered(), 0) << "an offer that nobody could take ends like any other";
  }
}

// One cap of a person for all pools that they are in.
TEST(RoutingSession, TheCapOfAMemberHoldsAcrossPools) {
  World world(kConfig);
  world.run("inquire v VN 1");
  for (int i = 0; i < 64; ++i) world.run("inquire l" + std::to_string(i) + (i % 2 == 0 ? " DE 1" : " SG 1"));
  EXPECT_EQ(world.member("hoa").open(), 3);
  EXPECT_EQ(world.run("accept v hoa"), "!at_cap_open");
  EXPECT_EQ(world.counts().held(), 61);
}

// A hold has an end, and it is the one that the pool names.
TEST(RoutingSession, AHoldThatLastsTooLongEndsAsThePoolSays) {
  const auto after_an_hour = [](const std::string& policy) {
    World world(kConfig + std::string(R"(journeys { journey_id: "patience" trigger: "routed" })"));
    auto& pool = *world.config.mutable_pools(1);
    pool.set_overflow(policy);
    if (policy == "fallback") pool.set_fallback_pool_id("quick");
    if (policy == "nurture") pool.set_overflow_journey_id("patience");
    world.config.mutable_members(2)->set_starts_online(false);
    world.apply();
    EXPECT_EQ(world.run("inquire a DE 1"), "a=held:no_eligible_member a+held");
    EXPECT_EQ(world.run("wait 59"), "");
    return world.run("wait 1");
  };
  EXPECT_EQ(after_an_hour("wait"), "a+hold_expired a=held:no_eligible_member a+held");
  EXPECT_EQ(after_an_hour("fallback"), "a+hold_expired a=offered:lan,minh a+offered:lan a+offered:minh");
  EXPECT_EQ(after_an_hour("nurture"), "a+hold_expired a=nurtured:patience");
  EXPECT_EQ(after_an_hour("escalate"), "a+hold_expired a=escalated:no_eligible_member");
}

}  // namespace
}  // namespace leakproof::router
