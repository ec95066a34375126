// Tables of decisions, and what explain() says of them.
#include "router/domain/decide.h"

#include <gtest/gtest.h>

#include "router/domain/explain.h"
#include "router/domain/fair_pick.h"
#include "router/domain/limits.h"
#include "router/domain/routing.h"
#include "router/messages/router_messages.h"
#include "rules/schema.h"

namespace leakproof::router {
namespace {

using namespace std::chrono_literals;

const Instant kNow = instant_from_micros(1'770'000'000'000'000);

// Pool "sales" of lan and minh (weight 2), behind it "night" of tuan; VN leads go to sales, cold ones to a journey.
class Decide : public ::testing::Test {
 protected:
  Decide() {
    const auto country = routing_.schema.add("lead.country", rules::Type::kString);
    for (const char* id : {"lan", "minh", "tuan"}) routing_.members[MemberId(id)].id = MemberId(id);
    Pool& sales = routing_.pools[PoolId("sales")];
    sales = {.id = PoolId("sales"),
             .members = {{MemberId("lan"), 1}, {MemberId("minh"), 2}},
             .sla = sla_of({10min, 5min}, 3),
             .fallback = PoolId("night"),
             .hold_max = 2h,
             .escalate_to = MemberId("tuan"),
             .overflow = Overflow::kFallback};
    routing_.pools[PoolId("night")] = {.id = PoolId("night"), .members = {{MemberId("tuan"), 1}}};
    routing_.rules.in_order.push_back({RuleId("vn"), compile("lead.country == 'VN'"), {PoolId("sales"), {}}});
    routing_.rules.in_order.push_back({RuleId("de"), compile("lead.country == 'DE'"), {{}, JourneyId("warm")}});
    record_.emplace(routing_.schema);
    record_->set(country, "VN");
    country_ = country;
    situation_.now = kNow;
    situation_.record = &*record_;
    situation_.ownership_token = 4;
    for (const char* id : {"lan", "minh", "tuan"}) seen_[MemberId(id)].online = true;
  }
  static Sla sla_of(Target respond, int attempts_max) {
    Sla sla;
    sla.respond = respond;
    sla.attempts_max = attempts_max;
    return sla;
  }
  rules::Program compile(const char* text) {
    return std::get<rules::Program>(rules::Program::compile(text, routing_.schema, rules::Type::kBool));
  }
  RoutingDecision decided() {
    return decide(routing_, situation_, [this](const Pool& pool) {
      PoolSnapshot seen{.picks = 7, .members = {}, .load = load_};
      for (const auto& seat : pool.members) seen.members.push_back(seen_[seat.id]);
      return seen;
    });
  }
  Routing routing_;
  std::optional<rules::Record> record_;
  rules::Slot country_;
  RoutingInput situation_;
  std::map<MemberId, MemberSnapshot> seen_;
  Load load_;
};

TEST_F(Decide, NewLeadGoesByRuleToTheMemberWhoseTurnItIs) {
  constexpr std::int64_t kThird = kLeadOfCredit / 3;
  const RoutingDecision decision = decided();
  EXPECT_EQ(decision.outcome, Outcome::kAssigned);
  EXPECT_EQ(decision.chosen.rule, RuleId("vn"));
  EXPECT_EQ(decision.chosen.member, MemberId("minh"));
  EXPECT_EQ(decision.ownership_token, 5);
  EXPECT_EQ(decision.warn_at, kNow + 5min);
  EXPECT_EQ(decision.breach_at, kNow + 10min);
  EXPECT_EQ(decision.turn.credits_after, (std::vector<std::int64_t>{kThird, -kThird}));
}

// Lesson 1: never to an inactive, absent or full person.
TEST_F(Decide, NeverTheAbsentTheFullOrTheInactive) {
  seen_[MemberId("minh")].on_leave = true;
  EXPECT_EQ(decided().chosen.member, MemberId("lan"));
  routing_.members[MemberId("lan")].inactive = true;
  EXPECT_EQ(decided().outcome, Outcome::kHeld);
}

// Lesson 2, regression 6: nobody eligible is a state with a reason and an end.
TEST_F(Decide, NobodyEligibleIsHeldWithReasonAndDeadline) {
  seen_[MemberId("lan")].online = false;
  routing_.members.erase(MemberId("minh"));
  const RoutingDecision decision = decided();
  EXPECT_EQ(decision.outcome, Outcome::kHeld);
  EXPECT_EQ(decision.reason, Reason::kNoEligibleMember);
  EXPECT_EQ(decision.hold_until, kNow + 2h);
  EXPECT_EQ(decision.ownership_token, 5);
  ASSERT_EQ(decision.candidates.size(), 2u);
  EXPECT_EQ(decision.candidates[0].reason, Reason::kOffline);
  EXPECT_EQ(decision.candidates[1].reason, Reason::kInactive) << "a deleted member";
  EXPECT_NE(why_not(situation_, decision, MemberId("lan"), messages_in(messages::Language::kEnglish)).find("offline"),
            std::string::npos);
  EXPECT_EQ(explain(situation_, decision, messages_in(messages::Language::kEnglish)).back().substr(0, 14),
            "It waits until");
}

TEST_F(Decide, WithoutRuleAndFallbackItIsHeldElseTheFallbackServes) {
  record_->set(country_, "FR");
  EXPECT_EQ(decided().reason, Reason::kNoRuleMatched);
  EXPECT_EQ(decided().hold_until, kNow + kHoldMaxDefault);
  routing_.fallback.pool = PoolId("night");
  EXPECT_EQ(decided().chosen.member, MemberId("tuan"));
  EXPECT_TRUE(decided().chosen.rule.empty());
}

TEST_F(Decide, JourneysTakeWhatRulesSendThem) {
  record_->set(country_, "DE");
  EXPECT_EQ(decided().outcome, Outcome::kNurtured);
  EXPECT_EQ(decided().chosen.journey, JourneyId("warm"));
}

// Lesson 5: up to a limit, never to somebody already tried.
TEST_F(Decide, ReclaimGoesToSomebodyElseAndEndsInEscalation) {
  situation_.trigger = Trigger::kResponseTimeout;
  situation_.pinned_pool = PoolId("sales");
  situation_.tried = {MemberId("minh")};
  situation_.attempt = 1;
  EXPECT_EQ(decided().chosen.member, MemberId("lan"));
  EXPECT_TRUE(decided().walk.trace.empty()) << "the pool stays, rules are not asked again";
  situation_.tried.push_back(MemberId("lan"));
  EXPECT_EQ(decided().outcome, Outcome::kEscalated);
  EXPECT_EQ(decided().reason, Reason::kAlreadyTried);
  situation_.attempt = 3;
  EXPECT_EQ(decided().reason, Reason::kAttemptsMax);
  EXPECT_TRUE(decided().candidates.empty());
}

TEST_F(Decide, AHoldThatExpiresGoesToTheFallbackPoolThenIsEscalated) {
  situation_.trigger = Trigger::kHoldExpired;
  situation_.pinned_pool = PoolId("sales");
  EXPECT_EQ(decided().chosen.member, MemberId("tuan"));
  situation_.pinned_pool = PoolId("night");
  EXPECT_EQ(decided().outcome, Outcome::kEscalated);
  EXPECT_EQ(decided().chosen.pool, PoolId("night"));
}

// Lesson 7: a returning lead keeps its owner only while that owner is available.
TEST_F(Decide, RepeatInquiryKeepsTheOwnerUnlessAwayOrGone) {
  situation_.trigger = Trigger::kRepeatInquiry;
  situation_.previous_owner = MemberId("lan");
  seen_[MemberId("lan")].online = false;
  EXPECT_EQ(decided().outcome, Outcome::kKept);
  EXPECT_EQ(decided().ownership_token, 4) << "nothing moved";
  situation_.previous_owner_on_leave = true;
  seen_[MemberId("lan")].on_leave = true;
  EXPECT_EQ(decided().chosen.member, MemberId("minh"));
  situation_.previous_owner = MemberId("gone");
  situation_.previous_owner_on_leave = false;
  EXPECT_EQ(decided().outcome, Outcome::kAssigned);
}

// The owner who keeps it is to answer it; what the pool asks of them decides whether they keep it.
TEST_F(Decide, ARepeatInquiryHasAClockAndThePoolSaysWhoKeepsIt) {
  situation_.trigger = Trigger::kRepeatInquiry;
  situation_.previous_owner = MemberId("lan");
  situation_.owner_pool = PoolId("sales");
  EXPECT_EQ(decided().outcome, Outcome::kKept);
  EXPECT_EQ(decided().breach_at, kNow + 10min);
  situation_.owner_pool = {};
  EXPECT_EQ(decided().breach_at, std::nullopt) << "their time is running, or an earlier version decided";
  situation_.owner_pool = PoolId("sales");
  routing_.pools[PoolId("sales")].repeat = Repeat::kIfAvailable;
  EXPECT_EQ(decided().outcome, Outcome::kAssigned);
  situation_.previous_owner_online = true;
  EXPECT_EQ(decided().outcome, Outcome::kKept);
  routing_.pools[PoolId("sales")].repeat = Repeat::kTurn;
  EXPECT_EQ(decided().outcome, Outcome::kAssigned);
}

// Lesson of regression 8: the human wins.
TEST_F(Decide, AClaimBeatsTheMachine) {
  situation_.trigger = Trigger::kClaim;
  situation_.claimed_by = MemberId("lan");
  EXPECT_EQ(decided().outcome, Outcome::kClaimed);
  EXPECT_EQ(decided().ownership_token, 5);
  EXPECT_EQ(decided().breach_at, std::nullopt);
  situation_.trigger = Trigger::kNewLead;
  EXPECT_EQ(decided().outcome, Outcome::kSuperseded);
  EXPECT_EQ(decided().ownership_token, 4);
}

TEST_F(Decide, RecycledGoesToItsJourneyOrWaits) {
  situation_.trigger = Trigger::kRecycled;
  situation_.pinned_pool = PoolId("sales");
  EXPECT_EQ(decided().reason, Reason::kNoJourney);
  routing_.recycled = JourneyId("again");
  EXPECT_EQ(decided().chosen.journey, JourneyId("again"));
}

TEST_F(Decide, ALeadHandedBackIsRoutedByRulesButNotIntoTheSameJourney) {
  record_->set(country_, "DE");
  situation_.trigger = Trigger::kHandedBack;
  situation_.handed_back_by = JourneyId("warm");
  EXPECT_EQ(decided().reason, Reason::kNoRuleMatched);
  routing_.fallback.journey = JourneyId("warm");
  EXPECT_EQ(decided().outcome, Outcome::kHeld);
  routing_.fallback = {PoolId("night"), {}};
  EXPECT_EQ(decided().chosen.member, MemberId("tuan"));
}

TEST_F(Decide, ADeletedPoolOrAnEmptyOneKeepsTheLead) {
  situation_.pinned_pool = PoolId("deleted");
  EXPECT_EQ(decided().outcome, Outcome::kAssigned) << "rules decide again";
  routing_.pools[PoolId("sales")].members.clear();
  EXPECT_EQ(decided().reason, Reason::kNoEligibleMember);
  routing_.rules.in_order[0].to.pool = PoolId("deleted");
  EXPECT_EQ(decided().reason, Reason::kNoRuleMatched);
}

}  // namespace
}  // namespace leakproof::router
