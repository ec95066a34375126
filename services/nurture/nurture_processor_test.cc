#include "nurture/nurture_processor.h"

#include <gtest/gtest.h>

#include "base/time_text.h"
#include "leakproof/lead/v1/activity.pb.h"
#include "leakproof/lead/v1/message.pb.h"
#include "nurture/keys.h"
#include "nurture/message.h"
#include "nurture/queries.h"
#include "stream/fakes/draft_fake.h"
#include "stream/typed_state.h"

namespace leakproof::nurture {
namespace {

using lead::v1::Decision;
using lead::v1::Event;
using std::chrono::hours;

config::v1::Journey journey(const std::string& id, const std::string& trigger) {
  config::v1::Journey journey;
  journey.set_journey_id(id);
  journey.set_trigger(trigger);
  journey.set_goal("score.total >= 60.0");
  const auto step = [&](const char* step_id) -> config::v1::Step& {
    auto& added = *journey.add_steps();
    added.set_step_id(step_id);
    return added;
  };
  const auto send = [&](const char* step_id) {
    auto& message = *step(step_id).mutable_send();
    message.set_channel("email");
    message.set_subject(step_id);
    message.set_text("Hello {{contact.full_name}}");
  };
  send("hello");
  step("pause").mutable_wait()->set_for_micros(Duration(hours(72)).count());
  auto& branch = *step("warmer").mutable_branch();
  branch.set_when("score.total >= 25.0");
  branch.set_then_step_id("offer");
  send("story");
  send("offer");
  return journey;
}
config::v1::Workspace workspace() {
  config::v1::Workspace workspace;
  workspace.set_workspace_id("w");
  workspace.set_default_zone("Europe/Berlin");
  *workspace.add_journeys() = journey("cold", "routed");
  *workspace.add_journeys() = journey("again", "recycled");
  *workspace.add_journeys() = journey("farewell", "lost");
  auto& messaging = *workspace.mutable_messaging();
  messaging.set_email_from("hello@example.com");
  messaging.set_unsubscribe_url("https://example.com/u");
  messaging.mutable_quiet_hours()->set_from("21:00");
  messaging.mutable_quiet_hours()->set_until("08:00");
  return workspace;
}

// One line a fact that nurture adds, outbox entries in between: "enrolled hello", "step hello", "exited goal",
// "delivery email failed", …
struct NurtureTest : testing::Test {
  NurtureProcessor nurture;
  stream::DraftFake draft{*parse_instant("2026-02-17T05:00:00Z")};
  lead::v1::Lead lan;

  void SetUp() override {
    configure(workspace());
    lan.set_lead_id("a");
    lan.set_marketing_consent(true);
    lan.mutable_contact()->set_full_name("Lan");
    lan.mutable_contact()->set_email("lan@example.vn");
    (*lan.mutable_attributes())["country"].set_text("VN");
  }
  void configure(const config::v1::Workspace& workspace) {
    Event event;
    event.set_workspace_id("w");
    event.mutable_config_applied()->set_version(7);
    event.mutable_config_applied()->set_workspace(workspace.SerializeAsString());
    EXPECT_EQ(feed(event), "");
  }
  Event about_lead() {
    Event event;
    event.set_workspace_id("w");
    event.set_lead_id("a");
    event.set_received_micros(5);
    event.set_command_id("c");
    return event;
  }
  std::string feed(Event event) {
    const auto body = event.body_case();
    EXPECT_TRUE(nurture.on_event(event, draft).ok());
    EXPECT_EQ(draft.events.at(0).body_case(), body) << "every fact is passed on first";
    draft.events.erase(draft.events.begin());
    return told();
  }
  std::string told() {
    std::string text;
    for (const auto& event : draft.take_events()) {
      const auto& changed = event.enrolment_changed();
      std::string line;
      if (event.has_delivery()) {
        line = event.delivery().channel() + " " + lead::v1::Delivery::State_Name(event.delivery().state()) + " " +
               event.delivery().detail();
      } else if (changed.state() == lead::v1::EnrolmentChanged::EXITED) {
        line = "exited " + changed.journey_id() + " " + changed.reason();
      } else {
        line = (changed.state() == lead::v1::EnrolmentChanged::STEP ? "step " : "enrolled ") + changed.step_id();
        if (!changed.reason().empty()) line += " " + changed.reason();
      }
      text += (text.empty() ? "" : ", ") + line;
    }
    return text;
  }
  std::string inquiry() {
    Event event = about_lead();
    *event.mutable_lead_changed()->mutable_lead() = lan;
    return feed(event);
  }
  std::string scored(double total) {
    Event event = about_lead();
    event.mutable_lead_scored()->set_total(total);
    event.mutable_lead_scored()->set_stage("inquiry");
    return feed(event);
  }
  std::string decided(Decision::Outcome outcome, const std::string& journey_id = "",
                      Decision::Trigger trigger = Decision::NEW_LEAD) {
    Event event = about_lead();
    auto& decision = *event.mutable_audit()->mutable_decision();
    decision.set_outcome(outcome);
    decision.set_trigger(trigger);
    decision.mutable_chosen()->set_journey_id(journey_id);
    return feed(event);
  }
  std::string moved(const std::string& to) {
    Event event = about_lead();
    event.mutable_stage_moved()->set_to(to);
    return feed(event);
  }
  std::string closed(const std::string& reason) {
    Event event = about_lead();
    event.mutable_assignment_changed()->set_state(lead::v1::AssignmentChanged::CLOSED);
    event.mutable_assignment_changed()->set_reason(reason);
    return feed(event);
  }
  std::string opted_out() {
    Event event = about_lead();
    event.mutable_activity()->mutable_opt_out()->set_channel("email");
    return feed(event);
  }
  // Moves the clock and fires what is due.
  std::string later(Duration by) {
    draft.set_now(draft.now() + by);
    for (const auto& timer : draft.take_due()) EXPECT_TRUE(nurture.on_timer(timer, draft).ok());
    return told();
  }
  // Answers the only call of the channel.
  std::string answered(const std::string& channel,
                       stream::OutboxOutcome::State state = stream::OutboxOutcome::State::kDelivered,
                       bool recipient_gone = false) {
    for (auto at = draft.outbox.begin(); at != draft.outbox.end(); ++at) {
      if (at->second.channel() != channel) continue;
      const auto entry = at->second;
      draft.outbox.erase(at);
      EXPECT_TRUE(nurture.on_outbox(entry, {state, "250", 1, recipient_gone}, draft).ok());
      return told();
    }
    return "no " + channel;
  }
  template <class Message>
  Message call(const std::string& channel) {
    Message message;
    for (const auto& [id, entry] : draft.outbox) {
      if (entry.channel() != channel) continue;
      EXPECT_TRUE(message.ParseFromString(entry.payload()));
    }
    return message;
  }
  // "reason lead count" of the only one in the list.
  std::string silent() {
    std::string text;
    draft.scan(silent_in("w"), "", [&](std::string_view key, std::string_view) {
      const auto place = Queries::place_of(key);
      text += place.reason + " " + place.lead_id;
      return true;
    });
    const auto counts = stream::load<state::v1::SilentCounts>(draft, silent_counts_key("w"));
    for (const auto& [reason, leads] : counts.leads()) {
      if (leads != 0) text += " " + std::to_string(leads);
    }
    return text;
  }
  void start() {
    inquiry();
    scored(10);
    ASSERT_EQ(decided(Decision::NURTURED, "cold"), "enrolled hello, step hello");
  }
};
using State = stream::OutboxOutcome::State;

TEST_F(NurtureTest, ALeadGoesThroughItsJourneyAndComesBack) {
  start();
  EXPECT_EQ(call<lead::v1::EmailCall>("email").text(), "Hello Lan");
  EXPECT_TRUE(draft.outbox.begin()->second.at_most_once());
  EXPECT_EQ(later(hours(1)), "") << "nothing before the outcome";
  EXPECT_EQ(answered("email"), "email DELIVERED 250, step pause");
  EXPECT_EQ(later(hours(71)), "");
  EXPECT_EQ(later(hours(1)), "step warmer, step story");
  EXPECT_EQ(answered("email", State::kFailed), "email FAILED 250, step offer");
  EXPECT_EQ(answered("email", State::kUnknown), "email UNKNOWN 250, exited cold completed");
  const auto back = call<lead::v1::Activity>("append");
  EXPECT_EQ(back.hand_back().reason(), "completed");
  EXPECT_EQ(back.hand_back().journey_id(), "cold");
  EXPECT_EQ(back.hand_back().steps_done_size(), 5);
  EXPECT_EQ(back.lead_id(), "a");
  EXPECT_TRUE(back.activity_id().starts_with("hb_"));
  EXPECT_EQ(answered("append"), "append DELIVERED 250");
}
TEST_F(NurtureTest, StopsAtOnceWhenAMemberTakesTheLead) {
  for (const auto outcome : {Decision::ASSIGNED, Decision::OFFERED, Decision::CLAIMED, Decision::KEPT}) {
    start();
    EXPECT_EQ(decided(outcome), "exited cold assigned");
    EXPECT_TRUE(draft.outbox.empty()) << "the pending message is withdrawn";
    draft.state.clear();
    SetUp();
  }
}
TEST_F(NurtureTest, StopsAWaitToo) {
  start();
  answered("email");
  EXPECT_EQ(decided(Decision::ASSIGNED), "exited cold assigned");
  EXPECT_TRUE(draft.timers.empty());
  EXPECT_EQ(later(hours(100)), "");
}
TEST_F(NurtureTest, GoesOnWhereItWasWhenTheLeadIsReclaimed) {
  start();
  answered("email");
  later(hours(24));
  decided(Decision::ASSIGNED);
  later(hours(24));
  EXPECT_EQ(decided(Decision::NURTURED, "cold", Decision::RESPONSE_TIMEOUT), "enrolled warmer resumed");
  EXPECT_EQ(later(hours(23)), "");
  EXPECT_EQ(later(hours(1)), "step warmer, step story");
}
TEST_F(NurtureTest, TheOutcomeOfABegunCallIsToldAndChangesNothing) {
  start();
  const auto begun = draft.outbox;
  decided(Decision::ASSIGNED);
  draft.outbox = begun;
  EXPECT_EQ(answered("email"), "email DELIVERED 250");
}
TEST_F(NurtureTest, HandsBackWhenTheLeadHeatsUp) {
  start();
  EXPECT_EQ(scored(59), "");
  EXPECT_EQ(scored(60), "exited cold goal");
  EXPECT_EQ(call<lead::v1::Activity>("append").hand_back().reason(), "goal");
  EXPECT_EQ(call<lead::v1::EmailCall>("email").to(), "");
}
TEST_F(NurtureTest, AnOptOutStopsAndStays) {
  start();
  EXPECT_EQ(opted_out(), "exited cold opted_out");
  EXPECT_TRUE(draft.outbox.empty());
  EXPECT_EQ(decided(Decision::NURTURED, "cold"), "exited cold opted_out");
  EXPECT_TRUE(draft.outbox.empty());
}
TEST_F(NurtureTest, AJourneyThatMaySendNothingHandsBackAndSaysWhy) {
  lan.set_marketing_consent(false);
  inquiry();
  EXPECT_EQ(decided(Decision::NURTURED, "cold"), "enrolled hello, exited cold no_consent");
  EXPECT_EQ(call<lead::v1::Activity>("append").hand_back().reason(), "no_consent");
}
TEST_F(NurtureTest, WhereItGoesOnNothingIsSentWithoutConsentOrAddress) {
  lan.set_marketing_consent(false);
  inquiry();
  EXPECT_EQ(decided(Decision::NURTURED, "again", Decision::RECYCLED),
            "enrolled hello, step hello no_consent, email SUPPRESSED no_consent, step pause");
  lan.set_marketing_consent(true);
  lan.mutable_contact()->clear_email();
  inquiry();
  EXPECT_EQ(later(hours(72)),
            "step warmer, step story no_address, email SUPPRESSED no_address, step offer no_address, email SUPPRESSED "
            "no_address, "
            "exited again completed");
  EXPECT_EQ(call<lead::v1::EmailCall>("email").to(), "");
}
TEST_F(NurtureTest, WhoMayBeSentNothingIsInTheList) {
  lan.set_marketing_consent(false);
  inquiry();
  EXPECT_EQ(silent(), "");
  decided(Decision::NURTURED, "cold");
  EXPECT_EQ(silent(), "") << "handed back";
  decided(Decision::NURTURED, "again", Decision::RECYCLED);
  EXPECT_EQ(silent(), "no_consent a 1");
  lan.mutable_contact()->clear_email();
  inquiry();
  EXPECT_EQ(silent(), "no_address a 1");
  lan.set_marketing_consent(true);
  lan.mutable_contact()->set_email("lan@example.vn");
  inquiry();
  EXPECT_EQ(silent(), "") << "the next message goes";
  opted_out();
  EXPECT_EQ(silent(), "opted_out a 1") << "it stays with nurture";
  decided(Decision::ESCALATED);
  EXPECT_EQ(silent(), "") << "people have it";
  decided(Decision::NURTURED, "again", Decision::RECYCLED);
  EXPECT_EQ(silent(), "opted_out a 1") << "no journey lets it in";
  decided(Decision::CLAIMED);
  EXPECT_EQ(silent(), "");
}
TEST_F(NurtureTest, WhoGotNothingRestsInTheListToTheEndOfTheJourney) {
  auto patient = workspace();
  auto& step = *patient.mutable_journeys(1)->add_steps();
  step.set_step_id("rest");
  step.mutable_wait()->set_for_micros(Duration(hours(720)).count());
  configure(patient);
  lan.set_marketing_consent(false);
  inquiry();
  decided(Decision::NURTURED, "again", Decision::RECYCLED);
  later(hours(72));
  EXPECT_EQ(silent(), "no_consent a 1") << "no message is to come";
  later(hours(720));
  EXPECT_EQ(silent(), "") << "handed back";
}
TEST_F(NurtureTest, ConsentIsThatOfTheMomentOfSending) {
  start();
  answered("email");
  lan.set_marketing_consent(false);
  EXPECT_EQ(inquiry(), "exited cold no_consent");
}
TEST_F(NurtureTest, AMessageThatLacksAValueIsNotSentHalfFilled) {
  lan.mutable_contact()->set_full_name(" ");
  inquiry();
  EXPECT_EQ(decided(Decision::NURTURED, "cold"),
            "enrolled hello, step hello missing_value, email SUPPRESSED missing_value, step pause");
}
TEST_F(NurtureTest, ADeadAddressEndsTheJourneyWithItsReason) {
  start();
  EXPECT_EQ(answered("email", State::kFailed, true), "email FAILED 250, exited cold bad_address");
  EXPECT_EQ(call<lead::v1::Activity>("append").hand_back().reason(), "bad_address");
}
TEST_F(NurtureTest, QuietHoursAreThoseOfTheRecipient) {
  draft.set_now(*parse_instant("2026-02-17T15:00:00Z"));  // 22:00 in Ho Chi Minh City, 16:00 in Berlin
  inquiry();
  EXPECT_EQ(decided(Decision::NURTURED, "cold"), "enrolled hello");
  ASSERT_EQ(draft.timers.size(), 1u);
  EXPECT_EQ(format_instant(draft.timers.begin()->first.first), "2026-02-18T01:00:00Z");
  EXPECT_EQ(later(hours(10)), "step hello");
  EXPECT_EQ(call<lead::v1::EmailCall>("email").to(), "lan@example.vn");
}
TEST_F(NurtureTest, AJourneyThatIsNotThereHandsBackOnce) {
  inquiry();
  EXPECT_EQ(decided(Decision::NURTURED, "gone"), "exited gone no_journey");
  EXPECT_EQ(call<lead::v1::Activity>("append").hand_back().reason(), "no_journey");
  draft.outbox.clear();
  EXPECT_EQ(decided(Decision::NURTURED, "gone", Decision::HANDED_BACK), "exited gone already_done");
  EXPECT_TRUE(draft.outbox.empty());
}
TEST_F(NurtureTest, AHandedBackLeadDoesNotGoRoundInTheSameJourneyButANewInquiryMay) {
  start();
  scored(60);
  draft.outbox.clear();
  EXPECT_EQ(decided(Decision::NURTURED, "cold", Decision::HANDED_BACK), "exited cold already_done");
  scored(10);
  inquiry();
  EXPECT_EQ(decided(Decision::NURTURED, "cold", Decision::REPEAT_INQUIRY), "enrolled hello, step hello");
}
TEST_F(NurtureTest, RecycledAndLostLeadsHaveTheirJourneys) {
  inquiry();
  scored(10);
  EXPECT_EQ(decided(Decision::NURTURED, "again", Decision::RECYCLED), "enrolled hello, step hello");
  EXPECT_EQ(closed("lost"), "exited again closed, enrolled hello, step hello");
  EXPECT_EQ(closed("won"), "exited farewell closed");
}
// A member who does not have the lead said so: its stage moves, the router ignores them.
TEST_F(NurtureTest, RegressionAWordThatTheRouterIgnoresSendsNothing) {
  inquiry();
  scored(10);
  for (const auto* to : {"recycled", "lost", "won"}) EXPECT_EQ(moved(to), "") << to;
}
TEST_F(NurtureTest, RegressionAnEditNeitherRepeatsNorDropsNorFloods) {
  start();
  answered("email");
  auto changed = workspace();
  changed.mutable_journeys(0)->mutable_steps()->SwapElements(0, 4);
  changed.mutable_journeys(0)->mutable_steps(1)->mutable_wait()->set_for_micros(1);
  configure(changed);
  EXPECT_EQ(later(hours(71)), "") << "a wait that has begun keeps its length";
  EXPECT_EQ(later(hours(1)), "step warmer, step story");
  EXPECT_EQ(answered("email"), "email DELIVERED 250, step hello, exited cold completed") << "hello was sent already";
}
TEST_F(NurtureTest, AStepThatWasRemovedHandsBack) {
  start();
  answered("email");
  auto changed = workspace();
  changed.mutable_journeys(0)->mutable_steps()->DeleteSubrange(2, 1);
  configure(changed);
  EXPECT_EQ(later(hours(72)), "exited cold step_removed");
  EXPECT_EQ(call<lead::v1::Activity>("append").hand_back().reason(), "step_removed");
}
TEST_F(NurtureTest, AJourneyThatWasRemovedHandsBackWhenTheLeadIsToGoOn) {
  start();
  answered("email");
  auto changed = workspace();
  changed.clear_journeys();
  configure(changed);
  EXPECT_EQ(scored(99), "");
  EXPECT_EQ(later(hours(72)), "exited cold no_journey");
  EXPECT_EQ(call<lead::v1::Activity>("append").hand_back().reason(), "no_journey");
}
TEST_F(NurtureTest, IdsOfCallsAndTimersAreNeverUsedAgain) {
  start();
  const std::string first = draft.outbox.begin()->first;
  decided(Decision::ASSIGNED);
  inquiry();
  decided(Decision::NURTURED, "cold");
  EXPECT_NE(draft.outbox.begin()->first, first);
}
TEST_F(NurtureTest, TestLeadsAndStrangersAreOnlyPassedOn) {
  lan.set_is_test(true);
  EXPECT_EQ(inquiry(), "");
  EXPECT_EQ(decided(Decision::NURTURED, "cold"), "");
  EXPECT_TRUE(draft.outbox.empty());
}
// What is being sent cannot be taken back: it is not called unsent, and what became of it is told.
TEST_F(NurtureTest, OfAMessageUnderWayTheRealOutcomeIsTold) {
  inquiry();
  ASSERT_EQ(decided(Decision::NURTURED, "again", Decision::RECYCLED), "enrolled hello, step hello");
  draft.under_way.insert(draft.outbox.begin()->first);
  lan.set_marketing_consent(false);
  lan.set_consent_micros(9);
  EXPECT_EQ(inquiry(), "") << "nobody knows yet what becomes of it";
  EXPECT_EQ(answered("email"), "email DELIVERED 250, step pause");
}
TEST_F(NurtureTest, WhatIsUnderWayWhenTheLeadLeavesIsToldToo) {
  start();
  draft.under_way.insert(draft.outbox.begin()->first);
  EXPECT_EQ(decided(Decision::ASSIGNED), "exited cold assigned");
  EXPECT_EQ(answered("email"), "email DELIVERED 250");
}
TEST_F(NurtureTest, WhatIsNotUnderWayIsTakenBackAndCalledUnsent) {
  inquiry();
  ASSERT_EQ(decided(Decision::NURTURED, "again", Decision::RECYCLED), "enrolled hello, step hello");
  lan.set_marketing_consent(false);
  lan.set_consent_micros(9);
  EXPECT_EQ(inquiry(), "email SUPPRESSED no_consent, step pause");
  EXPECT_TRUE(draft.outbox.empty());
}
TEST_F(NurtureTest, RemembersNothingButItsState) {
  start();
  nurture.invalidate_caches();
  EXPECT_EQ(answered("email"), "email DELIVERED 250, step pause");
}
TEST_F(NurtureTest, AChannelThatReachesNoLeadIsRefused) {
  auto changed = workspace();
  changed.mutable_journeys(0)->mutable_steps(0)->mutable_send()->set_channel("bot");
  Event event;
  event.set_workspace_id("w");
  event.mutable_config_applied()->set_workspace(changed.SerializeAsString());
  EXPECT_EQ(nurture.on_event(event, draft).error().message(), "journey cold: step hello: no journey can send by 'bot'");
}
TEST_F(NurtureTest, AWorkspaceWithoutAConfigurationIsRefused) {
  Event event = about_lead();
  event.set_workspace_id("another");
  *event.mutable_lead_changed()->mutable_lead() = lan;
  EXPECT_EQ(nurture.on_event(event, draft).error().message(),
            "workspace another has no configuration in nurture: apply one with leadctl config apply");
}
TEST_F(NurtureTest, WhatIsNotItsInputIsRefused) {
  auto broken = workspace();
  broken.mutable_journeys(0)->set_goal("lead.nothing");
  Event event;
  event.set_workspace_id("w");
  event.mutable_config_applied()->set_workspace(broken.SerializeAsString());
  EXPECT_EQ(nurture.on_event(event, draft).error().disposition(), Disposition::kRefuse);
  EXPECT_FALSE(nurture.on_record("lead.submissions", {}, draft).ok());
  EXPECT_FALSE(nurture.on_timer({}, draft).ok());
  EXPECT_FALSE(nurture.on_outbox({}, {}, draft).ok());
}

}  // namespace
}  // namespace leakproof::nurture
