#include "app/stage_metrics.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

#include "observe/log.h"

namespace leakproof::app {
namespace {

journal::v1::Effect assigned(const std::string& event_id) {
  journal::v1::Effect effect;
  effect.set_now_micros(2'000'000);
  auto* event = effect.add_events();
  event->set_event_id(event_id);
  event->set_workspace_id("w");
  event->set_received_micros(1'000'000);
  event->mutable_audit()->mutable_decision()->set_outcome(lead::v1::Decision::ASSIGNED);
  event->mutable_audit()->mutable_decision()->set_trigger(lead::v1::Decision::NEW_LEAD);
  return effect;
}

TEST(StageMetrics, CountsWhatAStageItselfDidAndOnlyWhenLive) {
  observe::Metrics metrics;
  StageMetrics observer(metrics);
  stream::TaskSpec task;
  task.stage = "router";
  const Instant now = instant_from_micros(2'500'000);
  observer.on_settled(task, assigned("router-0-0-1-1"), stream::Offset(1), now, true);
  observer.on_settled(task, assigned("router-0-0-2-1"), stream::Offset(2), now, false);  // catching up
  observer.on_settled(task, assigned("scoring-0-0-9-1"), stream::Offset(3), now, true);  // passed on
  const auto text = metrics.exposition();
  EXPECT_NE(text.find("leakproof_router_decisions_total{outcome=\"assigned\"} 1"), std::string::npos) << text;
  EXPECT_NE(text.find("leakproof_click_to_owner_seconds_count 1"), std::string::npos);
  EXPECT_NE(text.find("leakproof_click_to_owner_seconds_sum 1.5"), std::string::npos);
  EXPECT_NE(text.find("leakproof_router_effects_total 2"), std::string::npos);
}
TEST(StageMetrics, CountsWhatIsHandedOverAndSaysSoOnceASender) {
  observe::Metrics metrics;
  StageMetrics observer(metrics);
  std::ostringstream log;
  observe::set_log_stream(&log);
  stream::TaskSpec task;
  task.stage = "ingest";
  for (const std::string source : {"crm", "crm", "shop"}) {
    lead::v1::DeadLetter letter;
    letter.set_topic("lead.submissions");
    letter.set_reason("source '" + source + "' chose partition 2");
    journal::v1::Effect effect;
    effect.add_outbox_added()->set_channel("hand_over");
    effect.mutable_outbox_added(0)->set_payload(letter.SerializeAsString());
    observer.on_settled(task, effect, stream::Offset(1), instant_from_micros(0), true);
  }
  observe::set_log_stream(nullptr);
  EXPECT_NE(metrics.exposition().find("leakproof_ingest_handed_over_total{topic=\"lead.submissions\"} 3"),
            std::string::npos)
      << metrics.exposition();
  const auto lines = log.str();
  EXPECT_EQ(std::count(lines.begin(), lines.end(), '\n'), 2) << lines;
  EXPECT_NE(lines.find("source 'shop' chose partition 2"), std::string::npos);
}
TEST(StageMetrics, SaysWhatIsQuarantinedAndWhichConfigurationIsInForce) {
  observe::Metrics metrics;
  StageMetrics observer(metrics);
  std::ostringstream log;
  observe::set_log_stream(&log);
  stream::TaskSpec task;
  task.stage = "ingest";
  journal::v1::Effect effect;
  for (int i = 0; i < 3; ++i) {
    auto& event = *effect.add_events();
    event.set_event_id("ingest-0-0-1-" + std::to_string(i));
    event.set_workspace_id("demo");
    event.mutable_quarantined()->set_source_id("crm");
    event.mutable_quarantined()->set_reason("no_contact");
    event.mutable_quarantined()->set_detail("a name of somebody");
  }
  auto& applied = *effect.add_events();
  applied.set_event_id("ingest-0-0-1-9");
  applied.set_workspace_id("demo");
  applied.mutable_config_applied()->set_version(4);
  auto& late = *effect.add_events();
  late.set_event_id("ingest-0-0-1-10");
  late.set_workspace_id("demo");
  late.mutable_config_scheduled()->set_state(lead::v1::ConfigScheduled::NOT_APPLIED);
  late.mutable_config_scheduled()->set_scheduled_id("s1");
  late.mutable_config_scheduled()->set_version_in_force(4);
  late.mutable_config_scheduled()->set_reason("version 4 came between");
  observer.on_settled(task, effect, stream::Offset(1), instant_from_micros(0), true);
  observer.on_settled(task, effect, stream::Offset(1), instant_from_micros(60'000'000), true);
  observe::set_log_stream(nullptr);
  EXPECT_NE(metrics.exposition().find("\nleakproof_ingest_configs_not_applied_total 2\n"), std::string::npos);
  const auto lines = log.str();
  const auto times = [&](const std::string& word) {
    int count = 0;
    for (auto at = lines.find(word); at != lines.npos; at = lines.find(word, at + 1)) ++count;
    return count;
  };
  EXPECT_EQ(times(R"("event":"quarantined","workspace":"demo","source":"crm","reason":"no_contact")"), 2) << lines;
  EXPECT_EQ(times(R"("more_before":2)"), 1) << lines;
  EXPECT_EQ(times(R"("event":"config_applied","workspace":"demo","version":4)"), 2) << lines;
  EXPECT_EQ(times(R"("event":"config_not_applied","workspace":"demo","scheduled":"s1")"), 2) << lines;
  EXPECT_EQ(times(R"("version_in_force":4,"reason":"version 4 came between")"), 2) << lines;
  EXPECT_EQ(times("somebody"), 0) << "no personal data";
}
TEST(StageMetrics, CountsWhyJourneysEndAndMessagesDoNotGo) {
  observe::Metrics metrics;
  StageMetrics observer(metrics);
  stream::TaskSpec task;
  task.stage = "nurture";
  journal::v1::Effect effect;
  for (const char* reason : {"no_consent", "no_consent", "what the author wrote"}) {
    auto& event = *effect.add_events();
    event.set_event_id("nurture-0-0-1-1");
    event.mutable_enrolment_changed()->set_state(lead::v1::EnrolmentChanged::EXITED);
    event.mutable_enrolment_changed()->set_reason(reason);
  }
  auto& delivery = *effect.add_events();
  delivery.set_event_id("nurture-0-0-1-4");
  delivery.mutable_delivery()->set_channel("email");
  delivery.mutable_delivery()->set_state(lead::v1::Delivery::SUPPRESSED);
  delivery.mutable_delivery()->set_detail("already_sent");
  observer.on_settled(task, effect, stream::Offset(1), Instant(), true);
  const auto text = metrics.exposition();
  for (const char* line : {"leakproof_nurture_exits_total{reason=\"no_consent\"} 2",
                           "leakproof_nurture_exits_total{reason=\"exit_step\"} 1",
                           "leakproof_nurture_suppressed_total{channel=\"email\",reason=\"already_sent\"} 1"})
    EXPECT_NE(text.find(line), std::string::npos) << line << text;
}
TEST(StageMetrics, ShowsWhichReceiversTakeNoCalls) {
  observe::Metrics metrics;
  StageMetrics observer(metrics);
  stream::TaskSpec task;
  task.stage = "nurture";
  const auto shown = [&](const char* count) {
    const auto line = std::string("leakproof_receivers_down{channel=\"email\",stage=\"nurture\"} ") + count + "\n";
    return metrics.exposition().find(line) != std::string::npos;
  };
  const auto change = [&](stream::CircuitChange what) {
    observer.on_receiver_state_changed(task, {"email smtp://mail.example:25", what, "530"});
  };
  change(stream::CircuitChange::kOpened);
  EXPECT_TRUE(shown("1")) << metrics.exposition();
  change(stream::CircuitChange::kOpened);
  EXPECT_TRUE(shown("1")) << "it is the same one";
  EXPECT_EQ(observer.receivers_down(), (std::set<ReceiverDown>{{"nurture", "email smtp://mail.example:25", "530"}}));
  change(stream::CircuitChange::kClosed);
  EXPECT_TRUE(shown("0"));
  change(stream::CircuitChange::kOpened);
  observer.on_oldest_call_age(task, Duration::zero());
  EXPECT_TRUE(shown("0")) << "nothing waits for it any more";
  EXPECT_TRUE(observer.receivers_down().empty());
}
// What is shown after a fact of the router.
std::string shown_after(lead::v1::Event event) {
  observe::Metrics metrics;
  StageMetrics observer(metrics);
  stream::TaskSpec task;
  task.stage = "router";
  event.set_event_id("router-0-0-1-1");
  journal::v1::Effect effect;
  *effect.add_events() = std::move(event);
  observer.on_settled(task, effect, stream::Offset(1), instant_from_micros(0), true);
  return metrics.exposition();
}
TEST(StageMetrics, CountsWhatSweepsDid) {
  lead::v1::Event event;
  event.mutable_lead_swept()->set_kind("unowned");
  event.mutable_lead_swept()->set_action("escalate");
  const auto text = shown_after(event);
  EXPECT_NE(text.find("leakproof_router_swept_total{action=\"escalate\",kind=\"unowned\"} 1"), std::string::npos)
      << text;
}
TEST(StageMetrics, CountsTheTimesThatNewerZoneDataMove) {
  lead::v1::Event event;
  event.mutable_due_moved()->add_times()->set_timer("warn");
  event.mutable_due_moved()->add_times()->set_timer("breach");
  const auto text = shown_after(event);
  EXPECT_NE(text.find("leakproof_router_due_times_moved_total{timer=\"breach\"} 1"), std::string::npos) << text;
  EXPECT_NE(text.find("leakproof_router_due_times_moved_total{timer=\"warn\"} 1"), std::string::npos) << text;
}
TEST(StageMetrics, SaysHowFarEachPartitionIsBehindAndForgetsWhatIsGivenAway) {
  observe::Metrics metrics;
  StageMetrics observer(metrics);
  stream::TaskSpec task;
  task.stage = "router";
  task.partition = 2;
  observer.on_input_lag(task, std::chrono::milliseconds(1500));
  EXPECT_NE(metrics.exposition().find("leakproof_router_lag_seconds{partition=\"2\"} 1.5"), std::string::npos)
      << metrics.exposition();
  EXPECT_EQ(observer.input_lags().at("router"), std::chrono::milliseconds(1500));
  EXPECT_EQ(observer.dead_letters().at("router"), 0);
  observer.on_oldest_call_age(task, std::chrono::minutes(10));
  EXPECT_NE(metrics.exposition().find("leakproof_router_calls_oldest_seconds{partition=\"2\"} 600"), std::string::npos);
  observer.on_state_changed(task, stream::TaskState::kReleased, "");
  EXPECT_NE(metrics.exposition().find("leakproof_router_lag_seconds{partition=\"2\"} 0"), std::string::npos);
  EXPECT_NE(metrics.exposition().find("leakproof_router_calls_oldest_seconds{partition=\"2\"} 0"), std::string::npos);
}
TEST(StageMetrics, CountsOutcomesOfCallsFromZeroOn) {
  observe::Metrics metrics;
  StageMetrics observer(metrics);
  stream::TaskSpec task;
  task.stage = "router";
  task.channels["bot"] = nullptr;
  observer.on_state_changed(task, stream::TaskState::kWorking, "");
  const auto shows = [&](const std::string& line) {
    return metrics.exposition().find("leakproof_router_deliveries_total{channel=\"bot\",state=\"failed\"} " + line) !=
           std::string::npos;
  };
  EXPECT_TRUE(shows("0"));
  journal::v1::Effect effect;
  effect.add_events()->set_event_id("router-0-0-1-1");
  effect.mutable_events(0)->mutable_delivery()->set_channel("bot");
  effect.mutable_events(0)->mutable_delivery()->set_state(lead::v1::Delivery::FAILED);
  observer.on_settled(task, effect, stream::Offset(1), instant_from_micros(0), true);
  EXPECT_TRUE(shows("1"));
}
TEST(StageMetrics, KnowsHowManyPartitionsWork) {
  observe::Metrics metrics;
  StageMetrics observer(metrics);
  stream::TaskSpec task;
  task.stage = "router";
  for (auto state : {stream::TaskState::kClaiming, stream::TaskState::kWorking, stream::TaskState::kIdle,
                     stream::TaskState::kWorking})
    observer.on_state_changed(task, state, "");
  EXPECT_NE(metrics.exposition().find("leakproof_router_partitions_working 1"), std::string::npos)
      << metrics.exposition();
}

}  // namespace
}  // namespace leakproof::app
