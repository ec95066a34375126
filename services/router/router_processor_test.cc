#include "router/router_processor.h"

#include <nlohmann/json.hpp>
#include <random>

#include "router/audit/decision_codec.h"
#include "router/fakes/desks_fake.h"
#include "router/fakes/world_fake.h"

namespace leakproof::router {
namespace {

TEST(Router, NewLeadHasAnOwnerAndAnAnswerIsAccepted) {
  World world(kDesks);
  world.play({{"inquire a VN 10", "a=assigned:lan a+assigned:lan"},
              {"inquire b VN 10", "b=assigned:minh b+assigned:minh"},
              {"accept a minh", "!not_owner"},
              {"accept a lan 7", "!stale_token"},
              {"accept a lan 1", "a+accepted:lan"},
              {"accept a lan 1", "!illegal_move"},
              {"contacted b minh", "b+accepted:minh"},
              {"wait 60", ""},
              {"won a lan", "a+closed:lan"},
              {"won a lan", "!illegal_move"},
              {"accept nobody lan", "!unknown_lead"}});
  EXPECT_EQ(world.lead("a").closed_reason(), "won");
  EXPECT_EQ(world.member("lan").open(), 0);
  EXPECT_EQ(world.counts().leads(), 2);
  EXPECT_EQ(world.counts().decided(), 2);
}

// Lesson 4 and 5: a response timer at every assignment; expiry takes the lead back, repeatedly up to a limit, never to
// one already tried.
TEST(Router, Lesson4And5_WarnBreachReclaimReassignEscalate) {
  World world(kDesks);
  world.play({{"inquire a VN 10", "a=assigned:lan a+assigned:lan"},
              {"wait 5", "a+warned:lan"},
              {"wait 4", ""},
              {"wait 1", "a+breached:lan a=assigned:minh a+reclaimed:lan a+assigned:minh"},
              {"accept a lan 1", "!stale_token"},
              {"wait 10", "a+warned:minh a+breached:minh a=escalated:attempts_max a+reclaimed:minh"},
              {"wait 9999", ""},
              {"claim a eva", "a=claimed:eva a+accepted:eva"}});
  std::vector<std::string> sent;
  for (const auto& [id, entry] : world.draft.outbox) sent.push_back(id.substr(0, id.rfind(':')));
  EXPECT_EQ(sent, (std::vector<std::string>{"w:escalated", "w:notify", "w:notify", "w:reclaimed", "w:sla_warning"}));
}

// Lesson 1: the inactive are never asked (gone has weight 9); the absent and the full neither.
TEST(Router, Lesson1_NeverTheAbsentTheFullOrTheInactive) {
  World world(kDesks);
  world.play({{"offline lan", ""},
              {"inquire a VN 1", "a=assigned:minh a+assigned:minh"},
              {"inquire b VN 1", "b=assigned:minh b+assigned:minh"},
              {"online tuan", ""},
              {"inquire c SG 1", "c=assigned:tuan c+assigned:tuan"},
              {"inquire d SG 1", "d=held:no_eligible_member d+held"}});
}

// Lessons 2 and 3, regression 6: an explicit state with a reason; drained hottest, then oldest first, the moment
// somebody is free.
TEST(Router, Regression6_AllAwayIsHeldAndDrainedInOrderAtTheFirstOpening) {
  World world(kDesks);
  world.run("wait 600");  // Friday 19:00: closed until Monday 08:00
  world.play({{"inquire cool VN 10", "cool=held:no_eligible_member cool+held"},
              {"inquire hot VN 90", "hot=held:no_eligible_member hot+held"},
              {"inquire older VN 50", "older=held:no_eligible_member older+held"},
              {"wait 1", ""},
              {"inquire newer VN 50", "newer=held:no_eligible_member newer+held"},
              {"score cool 60", ""}});
  EXPECT_EQ(world.counts().held(), 4);
  EXPECT_EQ(world.run("wait 3658"), "") << "not a minute before Monday 08:00";
  EXPECT_EQ(
      world.run("wait 1"),
      "hot=assigned:lan hot+assigned:lan cool=assigned:minh cool+assigned:minh older=assigned:lan older+assigned:lan "
      "newer=assigned:minh newer+assigned:minh");
  EXPECT_EQ(world.lead("hot").warn_at_micros(), to_micros(kStart + std::chrono::minutes(600 + 1 + 3658 + 1 + 5)));
}

TEST(Router, Lesson3_FreedByAnEventDrainsAtOnce) {
  World world(kDesks);
  world.play({{"inquire a SG 1", "a=held:no_eligible_member a+held"},
              {"inquire b SG 2", "b=held:no_eligible_member b+held"},
              {"online tuan", "b=assigned:tuan b+assigned:tuan"},
              {"lost b tuan", "b+closed:tuan a=assigned:tuan a+assigned:tuan"},
              {"inquire c SG 1", "c=held:no_eligible_member c+held"},
              {"leave tuan 0 30", "a=held:no_eligible_member a+reclaimed:tuan a+held"},
              {"cancel tuan 0 30", "a=assigned:tuan a+assigned:tuan"}});
}

TEST(Router, AHoldEndsInTheFallbackPoolOrInEscalation) {
  World world(kDesks);
  world.play({{"offline lan", ""},
              {"offline minh", ""},
              {"inquire a VN 1", "a=held:no_eligible_member a+held"},
              {"wait 5759", ""},
              {"wait 1", "a+hold_expired a=assigned:eva a+assigned:eva"},
              {"offline eva", ""},
              {"inquire b DE 1", "b=held:no_eligible_member b+held"},
              {"wait 120", "b+hold_expired b=escalated:no_eligible_member"}});
  EXPECT_TRUE(world.draft.get(keys::escalated("w", "b")).has_value());
}

// Lesson 6: a person goes away, their untouched leads are released; what they have accepted stays.
TEST(Router, Lesson6_LeaveReleasesUntouchedLeadsWhenItBegins) {
  World world(kDesks);
  world.play({{"inquire a VN 1", "a=assigned:lan a+assigned:lan"},
              {"inquire b VN 1", "b=assigned:minh b+assigned:minh"},
              {"inquire c VN 1", "c=assigned:lan c+assigned:lan"},
              {"accept a lan", "a+accepted:lan"},
              {"leave lan 3 90", ""},
              {"wait 2", ""},
              {"wait 1", "c=assigned:minh c+reclaimed:lan c+assigned:minh"},
              {"inquire d VN 1", "d=assigned:minh d+assigned:minh"}});
  EXPECT_EQ(world.lead("a").member_id(), "lan");
}

// Lesson 7, regression 7: a returning lead keeps its owner only while available; a dead one is reopened and routed
// again.
TEST(Router, Lesson7_RepeatInquiry) {
  World world(kDesks);
  world.play({{"inquire a VN 1", "a=assigned:lan a+assigned:lan"},
              {"accept a lan", "a+accepted:lan"},
              {"inquire a VN 5", "a=kept:lan a+assigned:lan"},
              {"accept a lan", "a+accepted:lan"},
              {"leave lan 0 600", ""},
              {"inquire a VN 5", "a=assigned:minh a+reclaimed:lan a+assigned:minh"}});
  EXPECT_EQ(world.lead("a").ownership_token(), 2);
}
TEST(Router, Regression7_RepeatInquiryOnADeadLead) {
  World world(kDesks);
  world.play({{"inquire a VN 1", "a=assigned:lan a+assigned:lan"},
              {"lost a lan", "a+closed:lan"},
              {"inquire a VN 5", "a=assigned:minh a+assigned:minh"}});
  EXPECT_EQ(world.decision("a").trigger(), lead::v1::Decision::REPEAT_INQUIRY);
  EXPECT_FALSE(world.decision("a").predecessor_id().empty()) << "its history is kept";
  EXPECT_EQ(world.counts().closed(), 0);
}

// Regression 8: the human wins, and what the machine wanted is recorded as superseded.
TEST(Router, Regression8_AClaimWhileTheRouterDecides) {
  World world(kDesks);
  world.between = [&] { EXPECT_EQ(world.run("claim a tuan"), "a=claimed:tuan a+accepted:tuan"); };
  world.play({{"inquire a VN 1", "a=superseded:tuan"},
              {"score a 3", ""},
              {"claim a gone", "!inactive"},
              {"claim a nobody", "!unknown_member"},
              {"claim a minh", "a=claimed:minh a+reclaimed:tuan a+accepted:minh"},
              {"handback a", "a=superseded:minh"},
              {"handback a", "!illegal_move"}});
  EXPECT_EQ(world.lead("a").member_id(), "minh");
}

// Regression 9: no rule, an empty pool, a deleted member, a deleted pool: the lead is kept with a reason, and found
// again.
TEST(Router, Regression9_LeadsAreKeptWhateverTheConfigurationLacks) {
  World world(kDesks);
  world.play({{"inquire a XX 1", "a=held:no_rule_matched a+held"},
              {"inquire b SG 1", "b=held:no_eligible_member b+held"},
              {"inquire c VN 1", "c=assigned:lan c+assigned:lan"},
              {"accept c lan", "c+accepted:lan"}});
  world.config.mutable_rules()->DeleteSubrange(2, 1);  // and its pool
  world.config.mutable_pools()->DeleteSubrange(2, 1);
  world.config.mutable_members()->DeleteSubrange(0, 1);  // lan, who has accepted c
  world.config.mutable_fallback()->set_pool_id("sales");
  EXPECT_EQ(world.run("config"),
            "config:2 c=assigned:minh c+reclaimed:lan c+assigned:minh a=assigned:minh a+assigned:minh b=assigned:minh "
            "b+assigned:minh");
}

// Lesson 11, regression 3: caps are hard; a cap of 1 still gets its one lead.
TEST(Router, Regression3_CapsAreHard) {
  World world(kDesks);
  world.play({{"inquire a DE 1", "a=assigned:eva a+assigned:eva"},
              {"inquire b DE 1", "b=held:no_eligible_member b+held"},
              {"inquire c DE 2", "c=held:no_eligible_member c+held"},
              {"wait 59", ""},
              {"wait 1", "c=assigned:eva c+assigned:eva"},
              {"wait 119", "b+hold_expired b=escalated:no_eligible_member"},
              {"inquire d DE 1", "d=held:no_eligible_member d+held"}});
  EXPECT_EQ(world.decision("d").candidates(0).reason(), "at_cap_day");
}

TEST(Router, JourneysRecyclingAndHandBack) {
  World world(kDesks);
  world.play({{"inquire a FR 10", "a=nurtured:warm_up"},
              {"score a 80", ""},
              {"handback a", "a=held:no_rule_matched a+held"},
              {"inquire b VN 10", "b=assigned:lan b+assigned:lan"},
              {"recycled b lan", "b=held:no_journey b+held"},
              {"inquire c VN 10", "c=assigned:minh c+assigned:minh"}});
  world.config.mutable_journeys(0)->set_trigger("recycled");
  EXPECT_EQ(world.run("config"), "config:2 b=nurtured:warm_up");
  EXPECT_EQ(world.run("recycled c minh"), "c=nurtured:warm_up");
  EXPECT_EQ(world.run("handback c"), "c=assigned:lan c+assigned:lan");
}

TEST(Router, ADeclinedLeadGoesToSomebodyElse) {
  World world(kDesks);
  world.play({{"inquire a VN 10", "a=assigned:lan a+assigned:lan"},
              {"decline a lan", "a+declined:lan a=assigned:minh a+assigned:minh"},
              {"decline a minh", "a+declined:minh a=escalated:attempts_max"}});
}

TEST(Router, TheDeadlineOfAnOwnershipThatIsOverTakesNothingBack) {
  World world(kDesks);
  world.play({{"inquire a VN 10", "a=assigned:lan a+assigned:lan"},
              {"wait 6", "a+warned:lan"},
              {"decline a lan", "a+declined:lan a=assigned:minh a+assigned:minh"},
              {"wait 4", ""},
              {"wait 5", "a+warned:minh"},
              {"wait 1", "a+breached:minh a=escalated:attempts_max a+reclaimed:minh"}});
}

TEST(Router, TestLeadsAreNeverRouted) {
  World world(kDesks);
  lead::v1::Event event;
  event.mutable_lead_changed()->set_change(lead::v1::LeadChanged::CREATED);
  event.mutable_lead_changed()->mutable_lead()->set_lead_id("t");
  event.mutable_lead_changed()->mutable_lead()->set_is_test(true);
  EXPECT_EQ(world.feed(event, "t"), "");
  EXPECT_EQ(world.run("score t 90"), "");
  EXPECT_EQ(world.counts().leads(), 0);
}

// Lesson 21: the new owner is told at once, with all there is to know.
TEST(Router, Lesson21_TheOwnerIsToldWithFullContext) {
  World world(kDesks);
  world.run("inquire a VN 62.5");
  ASSERT_EQ(world.draft.outbox.size(), 1u);
  const auto& entry = world.draft.outbox.begin()->second;
  EXPECT_EQ(entry.id(), "w:notify:" + world.lead("a").last_decision_id());
  EXPECT_EQ(entry.traceparent(), "trace-a");
  state::v1::WebhookCall call;
  ASSERT_TRUE(call.ParseFromString(entry.payload()));
  EXPECT_EQ(call.secret(), "lan");
  const auto body = nlohmann::json::parse(call.body());
  EXPECT_EQ(body["type"], "lead.assigned");
  EXPECT_EQ(body["data"]["lead"]["contact"]["full_name"], "Nguyễn Văn An");
  EXPECT_EQ(body["data"]["score"]["total"], 62.5);
  EXPECT_EQ(body["data"]["accept_by"], "2026-02-06T02:10:00Z");
  EXPECT_EQ(body["data"]["ownership_token"], 1);
  EXPECT_EQ(body["data"]["why"],
            "A new lead came in. Rule vn matched. Assigned to lan of pool sales, whose turn it was.");
  ASSERT_TRUE(world.processor.on_outbox(entry, {stream::OutboxOutcome::State::kDelivered, "200", 1}, world.draft).ok());
  const auto events = world.draft.take_events();
  ASSERT_EQ(events.size(), 1u);
  EXPECT_EQ(events[0].delivery().state(), lead::v1::Delivery::DELIVERED);
  EXPECT_EQ(events[0].lead_id(), "a");
}

// Lesson 21: a channel that does not work is noticed; the last of them, while the owner has not accepted, is told to
// who hears of escalations.
TEST(Router, Lesson21_WhoCouldNotBeToldIsReported) {
  World world(std::string(kDesks) + R"(members { member_id: "mai" starts_online: true
    notify { by: "bot" to: "7" url: "https://bots.example" secret: "bot" } notify { by: "webhook" url: "https://hooks.example/mai" }
    notify { by: "webhook" url: "https://hooks.example/late" only: "lead.sla_warning" } }
    pools { pool_id: "pair" members { member_id: "mai" weight: 1 } escalate_to: "eva" }
    rules { rule_id: "us" when: "lead.country == 'US'" pool_id: "pair" })");
  const auto fail = [&](const std::string& id) {
    const auto entry = world.draft.outbox.at(id);
    world.draft.outbox.erase(id);
    EXPECT_TRUE(
        world.processor.on_outbox(entry, {stream::OutboxOutcome::State::kFailed, "HTTP 410", 1}, world.draft).ok());
  };
  const auto told = [&](const std::string& lead) {
    return world.draft.outbox.contains("w:undelivered:" + world.lead(lead).last_decision_id());
  };
  world.run("inquire a US 10");
  const std::string of_a = "w:notify:" + world.lead("a").last_decision_id();
  ASSERT_EQ(world.draft.outbox.size(), 2u) << "the third is for warnings only";
  fail(of_a + ":bot1");
  EXPECT_FALSE(told("a")) << "the webhook may bring it";
  fail(of_a + ":webhook2");
  ASSERT_TRUE(told("a"));
  state::v1::WebhookCall call;
  ASSERT_TRUE(
      call.ParseFromString(world.draft.outbox.at("w:undelivered:" + world.lead("a").last_decision_id()).payload()));
  const auto body = nlohmann::json::parse(call.body());
  EXPECT_EQ(call.url(), "https://hooks.example/eva");
  EXPECT_EQ(body["data"]["why"], "mai could not be told of the lead (webhook: HTTP 410).");

  world.run("inquire b US 10");
  const std::string of_b = "w:notify:" + world.lead("b").last_decision_id();
  world.run("accept b mai");
  fail(of_b + ":bot1");
  fail(of_b + ":webhook2");
  EXPECT_FALSE(told("b")) << "he knows";
}

TEST(Router, FactsCarryTheirCauseAndAreAllPassedOn) {
  World world(kDesks);
  lead::v1::Event touch;
  touch.mutable_activity()->mutable_touch()->set_type("page_view");
  touch.set_workspace_id("w");
  ASSERT_TRUE(world.processor.on_event(touch, world.draft).ok());
  EXPECT_EQ(world.draft.take_events().size(), 1u);
  lead::v1::Event changed;
  changed.set_workspace_id("w");
  changed.set_lead_id("a");
  changed.set_received_micros(123);
  changed.set_command_id("rc_1");
  changed.mutable_lead_changed()->set_change(lead::v1::LeadChanged::CREATED);
  changed.mutable_lead_changed()->mutable_lead()->set_lead_id("a");
  lead::v1::Event scored = changed;
  scored.mutable_lead_scored();
  scored.set_traceparent("00-1");
  ASSERT_TRUE(world.processor.on_event(changed, world.draft).ok());
  ASSERT_TRUE(world.processor.on_event(scored, world.draft).ok());
  for (const auto& event : world.draft.take_events()) {
    EXPECT_EQ(event.received_micros(), 123);
    EXPECT_EQ(event.command_id(), "rc_1");
    if (event.has_audit()) {
      EXPECT_EQ(event.traceparent(), "00-1");
    }
  }
}

TEST(Router, RefusesWhatItCannotTake) {
  stream::DraftFake draft(kStart);
  RouterProcessor processor("test");
  EXPECT_EQ(processor.on_record("sales.activities", {}, draft).error().disposition(), Disposition::kRefuse);
  lead::v1::Event event;
  event.set_workspace_id("w");
  event.mutable_config_applied()->set_workspace("\xff");
  EXPECT_EQ(processor.on_event(event, draft).error().disposition(), Disposition::kRefuse);
  event.mutable_activity()->mutable_claim()->set_member_id("lan");
  EXPECT_EQ(processor.on_event(event, draft).error().disposition(), Disposition::kRefuse) << "no configuration";
}

// A drain of more leads than one step moves goes on at once, and in order.
TEST(Router, ALongDrainGoesOnInSteps) {
  World world(kDesks);
  world.config.mutable_members(2)->set_open_max(0);
  world.run("config");
  for (int i = 0; i < 150; ++i) world.run("inquire l" + std::to_string(1000 + i) + " SG " + std::to_string(200 - i));
  world.run("online tuan");
  EXPECT_EQ(world.member("tuan").open(), 64);
  EXPECT_EQ(world.lead("l1063").member_id(), "tuan");
  EXPECT_EQ(world.lead("l1064").status(), state::v1::RoutedLead::HELD);
  world.run("wait 0");
  EXPECT_EQ(world.member("tuan").open(), 150);
  world.config.mutable_members(2)->set_inactive(true);
  world.run("config");
  EXPECT_EQ(world.member("tuan").open(), 86);
  world.run("wait 0");
  EXPECT_EQ(world.member("tuan").open(), 0);
}

TEST(Router, ACacheThatIsForgottenIsReadAgain) {
  World world(kDesks);
  world.processor.invalidate_caches();
  EXPECT_EQ(world.run("inquire a VN 1"), "a=assigned:lan a+assigned:lan");
  world.processor.invalidate_caches();
  EXPECT_EQ(world.run("inquire b VN 1"), "b=assigned:minh b+assigned:minh") << "whose turn it is was not in the cache";
}

// Whatever happens in whatever order: the ledger adds up, caps hold, and the audit can be made again (World::check).
TEST(Router, AnyOrderOfEventsKeepsTheBooksAndTheAudit) {
  const std::vector<std::string> verbs = {
      "inquire",  "inquire", "inquire", "accept", "decline", "contacted", "won",  "lost",  "recycled", "disqualified",
      "handback", "online",  "offline", "leave",  "cancel",  "wait",      "wait", "score", "claim",    "config"};
  const std::vector<std::string> people = {"lan", "minh", "tuan", "eva", "gone"},
                                 countries = {"VN", "DE", "SG", "FR", "XX"};
  for (unsigned seed = 1; seed <= 12; ++seed) {
    std::mt19937 random(seed);
    World world(kDesks);
    const auto any = [&](const auto& list) { return list[random() % list.size()]; };
    std::map<std::string, std::int64_t> tokens;
    for (int i = 0; i < 300; ++i) {
      const std::string verb = any(verbs), lead = "l" + std::to_string(random() % 25), person = any(people);
      if (verb == "inquire")
        world.run("inquire " + lead + " " + any(countries) + " " + std::to_string(random() % 100));
      else if (verb == "score")
        world.run("score " + lead + " " + std::to_string(random() % 100));
      else if (verb == "wait")
        world.run("wait " + std::to_string(random() % 200));
      else if (verb == "online" || verb == "offline")
        world.run(verb + " " + person);
      else if (verb == "leave" || verb == "cancel")
        world.run(verb + " " + person + " " + std::to_string(i * 40) + " " + std::to_string(i * 40 + 300));
      else if (verb == "config") {
        world.config.mutable_members(random() % 4)->set_inactive(random() % 4 == 0);
        world.run("config");
      } else if (verb == "claim")
        world.run("claim " + lead + " " + person);
      else
        world.run(verb + " " + lead + " " + world.lead(lead).member_id());
      const auto token = world.lead(lead).ownership_token();
      ASSERT_GE(token, tokens[lead]);
      tokens[lead] = token;
    }
  }
}

}  // namespace
}  // namespace leakproof::router
