#include "scoring/scoring_processor.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "stream/fakes/draft_fake.h"

namespace leakproof::scoring {
namespace {

using lead::v1::Event;
using lead::v1::Feedback;
using std::chrono::hours;
constexpr Instant kNow = instant_from_micros(1'700'000'000'000'000);

config::v1::Workspace workspace() {
  config::v1::Workspace workspace;
  workspace.set_workspace_id("w");
  auto& scoring = *workspace.mutable_scoring();
  auto& fit = *scoring.add_fit();
  fit.set_name("vietnam");
  fit.set_when("lead.country == 'VN'");
  fit.set_points(20);
  const auto touch = [&](const char* type, double points, Duration half_life, double most) {
    auto& rule = *scoring.add_touches();
    rule.set_type(type);
    rule.set_points(points);
    rule.set_half_life_micros(half_life.count());
    rule.set_points_max(most);
  };
  touch("inquiry", 10, {}, 30);
  touch("pricing_view", 16, hours(24), 0);
  scoring.set_warm_at(25);
  scoring.set_hot_at(60);
  scoring.set_mql_at(40);
  scoring.set_sql_at(70);
  return workspace;
}

struct ScoringTest : testing::Test {
  ScoringProcessor scoring;
  stream::DraftFake draft{kNow};

  void SetUp() override { configure(workspace()); }
  void configure(const config::v1::Workspace& workspace) {
    Event event = of("");
    event.mutable_config_applied()->set_version(1);
    event.mutable_config_applied()->set_workspace(workspace.SerializeAsString());
    ASSERT_TRUE(scoring.on_event(event, draft).ok());
    draft.take_events();
  }
  Event of(const std::string& lead) {
    Event event;
    event.set_event_id("before");
    event.set_workspace_id("w");
    event.set_lead_id(lead);
    event.set_received_micros(5);
    event.set_command_id("rc_1");
    event.set_traceparent("00-a-b-01");
    return event;
  }
  std::vector<Event> lead(const std::string& id, const std::string& country, bool is_test = false) {
    Event event = of(id);
    auto& lead = *event.mutable_lead_changed()->mutable_lead();
    (*lead.mutable_attributes())["country"].set_text(country);
    lead.set_is_test(is_test);
    return feed(event);
  }
  std::vector<Event> touch(const std::string& id, const std::string& type, Instant at) {
    Event event = of(id);
    event.mutable_activity()->mutable_touch()->set_type(type);
    event.mutable_activity()->set_occurred_micros(to_micros(at));
    return feed(event);
  }
  std::vector<Event> say(const std::string& id, Feedback::Outcome outcome) {
    Event event = of(id);
    event.mutable_activity()->mutable_stage_word()->set_outcome(outcome);
    return feed(event);
  }
  std::vector<Event> feed(Event event) {
    EXPECT_TRUE(scoring.on_event(event, draft).ok());
    return draft.take_events();
  }
};

// "lead_changed, scored 30 warm inquiry, inquiry>mql (score)"
std::string told(const std::vector<Event>& events) {
  std::string text;
  for (const auto& event : events) {
    if (!text.empty()) text += ", ";
    if (event.has_lead_scored()) {
      const auto& scored = event.lead_scored();
      text += "scored " + std::to_string(std::lround(scored.total())) + " " + scored.grade() + " " + scored.stage();
    } else if (event.has_stage_moved()) {
      text += event.stage_moved().from() + ">" + event.stage_moved().to() + " (" + event.stage_moved().cause() + ")";
    } else {
      text += event.has_lead_changed() ? "lead_changed" : "activity";
    }
  }
  return text;
}

TEST_F(ScoringTest, ALeadIsPassedOnThenScoredForTheSameCommand) {
  const auto events = lead("a", "VN");
  EXPECT_EQ(told(events), "lead_changed, scored 30 warm inquiry");
  EXPECT_EQ(events[0].event_id(), "before");
  const auto& scored = events[1];
  EXPECT_EQ(scored.command_id(), "rc_1");
  EXPECT_EQ(scored.lead_id(), "a");
  EXPECT_EQ(scored.received_micros(), 5);
  EXPECT_EQ(scored.traceparent(), "00-a-b-01");
  EXPECT_EQ(scored.occurred_micros(), to_micros(kNow));
  ASSERT_EQ(scored.lead_scored().components_size(), 2);
  EXPECT_EQ(scored.lead_scored().components(0).name(), "vietnam");
  EXPECT_EQ(scored.lead_scored().components(1).name(), "inquiry");
}
TEST_F(ScoringTest, EachInquiryCountsUpToItsBoundAndIsAlwaysAnswered) {
  EXPECT_EQ(told(lead("a", "VN")), "lead_changed, scored 30 warm inquiry");
  EXPECT_EQ(told(lead("a", "VN")), "lead_changed, scored 40 warm mql, inquiry>mql (score)");
  EXPECT_EQ(told(lead("a", "VN")), "lead_changed, scored 50 warm mql");
  EXPECT_EQ(told(lead("a", "VN")), "lead_changed, scored 50 warm mql");
}
TEST_F(ScoringTest, TouchesHeatALeadAndFade) {
  lead("a", "VN");
  EXPECT_EQ(told(touch("a", "pricing_view", kNow)), "activity, scored 46 warm mql, inquiry>mql (score)");
  draft.set_now(kNow + hours(24));
  EXPECT_EQ(told(touch("a", "pricing_view", kNow + hours(24))), "activity, scored 54 warm mql");
}
TEST_F(ScoringTest, ATouchFromTheFutureCountsAsNow) {
  lead("a", "VN");
  EXPECT_EQ(told(touch("a", "pricing_view", kNow + hours(1000))), "activity, scored 46 warm mql, inquiry>mql (score)");
}
TEST_F(ScoringTest, WhatChangesNoScoreIsOnlyPassedOn) {
  lead("a", "VN");
  EXPECT_EQ(told(touch("a", "page_view", kNow)), "activity");
  EXPECT_EQ(told(touch("nobody", "pricing_view", kNow)), "activity");
  EXPECT_EQ(told(say("a", Feedback::CONTACTED)), "activity");
  EXPECT_EQ(told(say("a", Feedback::DECLINED)), "activity");
}
TEST_F(ScoringTest, AMembersWordMovesTheStage) {
  lead("a", "VN");
  EXPECT_EQ(told(say("a", Feedback::ACCEPTED)), "activity, scored 30 warm sal, inquiry>sal (member)");
  EXPECT_EQ(told(say("a", Feedback::ACCEPTED)), "activity");
  EXPECT_EQ(told(say("a", Feedback::PROPOSAL)), "activity, scored 30 warm proposal, sal>proposal (member)");
  EXPECT_EQ(told(say("a", Feedback::LOST)), "activity, scored 30 warm lost, proposal>lost (member)");
}
// It may be anybody's, or of a move that is not legal: the router says which counts.
TEST_F(ScoringTest, AWordThatTheRouterHasNotUpheldMovesNothing) {
  lead("a", "VN");
  Event event = of("a");
  event.mutable_activity()->mutable_feedback()->set_outcome(Feedback::WON);
  EXPECT_EQ(told(feed(event)), "activity");
  EXPECT_EQ(told(say("a", Feedback::ACCEPTED)), "activity, scored 30 warm sal, inquiry>sal (member)");
}
TEST_F(ScoringTest, RegressionTheStageOfALeadThatNurtureHandsBackRisesAgain) {
  lead("a", "VN");
  EXPECT_EQ(told(say("a", Feedback::RECYCLED)), "activity, scored 30 warm recycled, inquiry>recycled (member)");
  EXPECT_EQ(told(touch("a", "pricing_view", kNow)), "activity, scored 46 warm recycled");
  Event event = of("a");
  event.mutable_activity()->mutable_stage_word()->set_handed_back(true);
  EXPECT_EQ(told(feed(event)), "activity, scored 46 warm mql, recycled>inquiry (handed_back), inquiry>mql (score)");
  EXPECT_EQ(told(feed(event)), "activity") << "it is not recycled any more";
}
TEST_F(ScoringTest, RegressionARepeatInquiryReopensADeadLead) {
  lead("a", "VN");
  say("a", Feedback::LOST);
  EXPECT_EQ(told(lead("a", "VN")),
            "lead_changed, scored 40 warm mql, lost>inquiry (repeat_inquiry), inquiry>mql (score)");
}
TEST_F(ScoringTest, TestLeadsAreNeverScored) {
  EXPECT_EQ(told(lead("t", "VN", true)), "lead_changed");
  EXPECT_EQ(told(touch("t", "pricing_view", kNow)), "activity");
}
TEST_F(ScoringTest, ANewConfigurationCountsFromTheNextEvent) {
  lead("a", "VN");
  auto changed = workspace();
  changed.mutable_scoring()->mutable_fit(0)->set_points(50);
  configure(changed);
  EXPECT_EQ(told(lead("a", "VN")), "lead_changed, scored 70 hot sql, inquiry>sql (score)");
}
TEST_F(ScoringTest, RemembersNothingButItsState) {
  lead("a", "VN");
  scoring.invalidate_caches();
  EXPECT_EQ(told(lead("a", "VN")), "lead_changed, scored 40 warm mql, inquiry>mql (score)");
}
TEST_F(ScoringTest, AConfigurationThatDoesNotCompileIsRefused) {
  auto broken = workspace();
  broken.mutable_scoring()->mutable_fit(0)->set_when("lead.nothing == 1");
  Event event = of("");
  event.mutable_config_applied()->set_workspace(broken.SerializeAsString());
  const auto status = scoring.on_event(event, draft);
  ASSERT_FALSE(status.ok());
  EXPECT_EQ(status.error().disposition(), Disposition::kRefuse);
  EXPECT_EQ(told(lead("a", "VN")), "lead_changed, scored 30 warm inquiry");
}
TEST_F(ScoringTest, AWorkspaceWithoutScoringStillAnswersForEveryLead) {
  auto plain = workspace();
  plain.clear_scoring();
  configure(plain);
  EXPECT_EQ(told(lead("a", "VN")), "lead_changed, scored 0 cold inquiry");
}
TEST_F(ScoringTest, ScoresEqualTheirLog) {
  std::mt19937_64 random(11);
  lead("a", "VN");
  std::vector<Instant> log;
  for (int i = 0; i < 200; ++i) {
    draft.set_now(draft.now() + Duration(random() % Duration(hours(30)).count()));
    log.push_back(draft.now() - Duration(random() % Duration(hours(50)).count()));
    const auto events = touch("a", "pricing_view", log.back());
    double expected = 30;
    for (const auto at : log) expected += 16 * std::exp2(-std::chrono::duration<double>(draft.now() - at) / hours(24));
    ASSERT_TRUE(events.at(1).has_lead_scored()) << i;
    EXPECT_NEAR(events[1].lead_scored().total(), expected, 1e-9) << i;
    if (i % 50 == 0) scoring.invalidate_caches();
  }
}
TEST_F(ScoringTest, WhatIsNotItsInputIsRefused) {
  Event event = of("a");
  event.set_workspace_id("another");
  event.mutable_lead_changed();
  EXPECT_EQ(scoring.on_event(event, draft).error().message(),
            "workspace another has no configuration in scoring: apply one with leadctl config apply");
  EXPECT_FALSE(scoring.on_record("lead.submissions", {}, draft).ok());
  EXPECT_FALSE(scoring.on_timer({}, draft).ok());
  EXPECT_FALSE(scoring.on_outbox({}, {}, draft).ok());
}

}  // namespace
}  // namespace leakproof::scoring
