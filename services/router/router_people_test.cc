// What becomes of people's leads: when the lead asks again, when they go, when nobody is left; and that none of it
// grows beyond one effect.
#include <algorithm>

#include "router/fakes/desks_fake.h"
#include "router/fakes/world_fake.h"

namespace leakproof::router {
namespace {

// The owner is told at once, and their time runs: one who is offline or full keeps it no longer than anybody.
TEST(Router, ARepeatInquiryIsToldToItsOwnerAndHasAClock) {
  World world(kDesks);
  const auto told = [&] {
    return std::ranges::count_if(world.draft.outbox,
                                 [](const auto& each) { return each.first.starts_with("w:notify:"); });
  };
  world.play({{"inquire a VN 1", "a=assigned:lan a+assigned:lan"},
              {"contacted a lan", "a+accepted:lan"},
              {"offline lan", ""},
              {"wait 60", ""},
              {"inquire a VN 5", "a=kept:lan a+assigned:lan"}});
  EXPECT_EQ(told(), 2);
  EXPECT_EQ(world.lead("a").ownership_token(), 1) << "it is theirs as before";
  EXPECT_EQ(world.run("inquire a VN 6"), "a=kept:lan") << "their time runs on";
  EXPECT_EQ(told(), 3);
  world.play(
      {{"wait 5", "a+warned:lan"}, {"wait 5", "a+breached:lan a=assigned:minh a+reclaimed:lan a+assigned:minh"}});
}
TEST(Router, ThePoolSaysWhoGetsARepeatInquiry) {
  World world(kDesks);
  world.config.mutable_pools(0)->set_repeat_inquiry("if_available");
  world.run("config");
  world.play({{"inquire a VN 1", "a=assigned:lan a+assigned:lan"},
              {"accept a lan", "a+accepted:lan"},
              {"inquire a VN 1", "a=kept:lan a+assigned:lan"},
              {"accept a lan", "a+accepted:lan"},
              {"offline lan", ""},
              {"inquire a VN 1", "a=assigned:minh a+reclaimed:lan a+assigned:minh"},
              {"accept a minh", "a+accepted:minh"},
              {"offline minh", ""},
              {"online lan", ""}});
  world.config.mutable_pools(0)->set_repeat_inquiry("turn");
  world.run("config");
  EXPECT_EQ(world.run("inquire a VN 1"), "a=assigned:lan a+reclaimed:minh a+assigned:lan");
}
TEST(Router, ACustomerGoesToWhoWonThem) {
  World world(kDesks);
  world.play({{"inquire a VN 1", "a=assigned:lan a+assigned:lan"},
              {"accept a lan", "a+accepted:lan"},
              {"won a lan", "a+closed:lan"},
              {"inquire a VN 1", "a=assigned:lan a+assigned:lan"},
              {"accept a lan", "a+accepted:lan"},
              {"won a lan", "a+closed:lan"},
              {"offline lan", ""},
              {"inquire a VN 1", "a=assigned:minh a+assigned:minh"}});
}

// `already_tried` is for who had their time and did not act.
TEST(Router, RegressionALeaveIsNoTry) {
  World world(kDesks);
  world.play({{"inquire a VN 10", "a=assigned:lan a+assigned:lan"},
              {"leave lan 0 5", "a=assigned:minh a+reclaimed:lan a+assigned:minh"},
              {"wait 5", "a+warned:minh"},
              {"leave minh 5 60", "a=assigned:lan a+reclaimed:minh a+assigned:lan"},
              {"wait 10", "a+warned:lan a+breached:lan a=held:no_eligible_member a+reclaimed:lan a+held"},
              {"wait 45", "a=assigned:minh a+assigned:minh"}});
}

// Who is told of what a pool cannot place: the first in line who works here and is not on leave.
TEST(Router, AnEscalationReachesTheNextInLine) {
  const auto told = [](const char* change) {
    World world(kDesks);
    world.config.mutable_members(1)->set_webhook_url("https://hooks.example/minh");
    world.config.mutable_pools(1)->clear_escalate_to();
    world.config.set_escalate_to("minh");
    if (std::string(change) == "team lead") world.config.mutable_pools(1)->set_team_lead_id("lan");
    if (std::string(change) == "nobody named") world.config.clear_escalate_to();
    if (std::string(change) == "inactive") world.config.mutable_pools(1)->set_escalate_to("gone");
    world.run("config");
    if (std::string(change) == "on leave") {
      world.config.mutable_pools(1)->set_escalate_to("lan");
      world.run("config");
    }
    if (std::string(change) == "on leave") world.run("leave lan 0 9999");
    world.run("offline eva");
    world.run("inquire a DE 1");
    world.run("wait 120");
    for (const auto& [id, entry] : world.draft.outbox) {
      state::v1::WebhookCall call;
      EXPECT_TRUE(call.ParseFromString(entry.payload()));
      if (id.starts_with("w:escalated")) return call.url().substr(call.url().rfind('/') + 1);
    }
    return std::string("nobody");
  };
  EXPECT_EQ(told("nothing"), "minh");
  EXPECT_EQ(told("team lead"), "lan");
  EXPECT_EQ(told("inactive"), "minh");
  EXPECT_EQ(told("on leave"), "minh");
  EXPECT_EQ(told("nobody named"), "eva") << "who hears of what another pool cannot place";
}

// The stage moves by what the router upholds: by nobody else's word, and by no move that is not legal.
TEST(Router, OnlyAWordThatCountsIsUpheld) {
  World world(kDesks);
  const auto upheld = [&](const std::string& line) {
    world.draft.outbox.clear();
    world.run(line);
    for (const auto& [id, entry] : world.draft.outbox) {
      lead::v1::Activity activity;
      if (entry.channel() == "append" && activity.ParseFromString(entry.payload()))
        return activity.stage_word().handed_back() ? std::string("handed back")
                                                   : lead::v1::Feedback::Outcome_Name(activity.stage_word().outcome());
    }
    return std::string();
  };
  world.run("inquire a VN 1");
  EXPECT_EQ(upheld("won a minh"), "");
  EXPECT_EQ(upheld("accept a lan"), "ACCEPTED");
  EXPECT_EQ(upheld("meeting a lan"), "MEETING");
  EXPECT_EQ(upheld("won a lan"), "WON");
  EXPECT_EQ(upheld("lost a lan"), "");
  world.run("inquire b FR 1");
  EXPECT_EQ(upheld("handback b"), "handed back");
  EXPECT_EQ(upheld("handback b"), "");
}

// A configuration, a leave, a sweep and a drain stop where an effect is full, and go on by timers that are due at once.
TEST(Router, WhatGrowsWithTheStateGoesOnInSlices) {
  World world(kDesks);
  world.run("offline minh");
  for (int i = 0; i < 10; ++i) world.run("inquire l" + std::to_string(i) + " VN 1");
  world.run("online minh");
  world.config.mutable_members(0)->set_inactive(true);
  world.draft.room = 3;
  const std::string first = world.run("config");
  EXPECT_EQ(std::ranges::count(first, '='), 3) << first;
  const auto release = load<state::v1::ReleaseState>(world.draft, keys::release("w"));
  EXPECT_EQ(std::pair(release.moved(), release.left()), std::pair(std::int64_t{3}, std::int64_t{7}));
  world.config.mutable_members(0)->set_inactive(false);  // another one while it is under way
  world.draft.room = 1'000'000;
  EXPECT_EQ(world.run("config"), "config:3");
  EXPECT_FALSE(world.draft.get(keys::release("w")).has_value());
  EXPECT_EQ(world.run("wait 0"), "");
  EXPECT_EQ(world.member("lan").open(), 7);
  world.draft.room = 2;
  EXPECT_EQ(std::ranges::count(world.run("leave lan 0 60"), '='), 2);
  world.draft.room = 1'000'000;
  EXPECT_EQ(std::ranges::count(world.run("wait 0"), '='), 5);
  EXPECT_EQ(world.member("lan").open(), 0);
}
TEST(Router, ManyLeadsOfOneSubmissionAreRoutedInSlices) {
  World world(kDesks);
  world.draft.room = 1;
  EXPECT_EQ(world.run("inquire a VN 1"), "a=assigned:lan a+assigned:lan");
  EXPECT_EQ(world.run("inquire b VN 1"), "") << "its turn comes behind this effect";
  world.draft.room = 1'000'000;
  EXPECT_EQ(world.run("wait 0"), "b=assigned:minh b+assigned:minh");
  EXPECT_EQ(world.run("wait 1"), "");
}

}  // namespace
}  // namespace leakproof::router
