// Newer zone data come while a message waits for the end of quiet hours.
#include <gtest/gtest.h>

#include "base/time_text.h"
#include "calendar/zone_clock.h"
#include "nurture/nurture_processor.h"
#include "stream/fakes/draft_fake.h"

namespace leakproof::nurture {
namespace {

using lead::v1::Decision;
using lead::v1::Event;

// British Columbia as it was, and as it is since it keeps daylight time: the morning comes an hour earlier.
const std::vector<calendar::ZoneStretch> kBefore = {{"America/Vancouver", 1'793'523'600, 1'805'018'400, -8 * 3600}};
const std::vector<calendar::ZoneStretch> kAfter = {{"America/Vancouver", 1'772'964'000, 4'000'000'000, -7 * 3600}};

// A journey whose first step is a wait, or a message.
config::v1::Workspace workspace(bool begins_with_a_wait) {
  config::v1::Workspace workspace;
  workspace.set_workspace_id("w");
  workspace.set_default_zone("America/Vancouver");
  auto& journey = *workspace.add_journeys();
  journey.set_journey_id("cold");
  journey.set_trigger("routed");
  if (begins_with_a_wait) {
    auto& pause = *journey.add_steps();
    pause.set_step_id("pause");
    pause.mutable_wait()->set_for_micros(Duration(std::chrono::hours(9)).count());
  }
  auto& hello = *journey.add_steps();
  hello.set_step_id("hello");
  hello.mutable_send()->set_channel("email");
  hello.mutable_send()->set_subject("hello");
  hello.mutable_send()->set_text("Hello");
  auto& messaging = *workspace.mutable_messaging();
  messaging.set_email_from("hello@example.com");
  messaging.set_unsubscribe_url("https://example.com/u");
  messaging.mutable_quiet_hours()->set_from("21:00");
  messaging.mutable_quiet_hours()->set_until("08:00");
  return workspace;
}

class NurtureZoneDataTest : public testing::Test {
 protected:
  static Event of_lead() {
    Event event;
    event.set_workspace_id("w");
    event.set_lead_id("a");
    return event;
  }
  // At 22:00 by the clocks of before.
  void enrol(const config::v1::Workspace& workspace) {
    calendar::ZoneTrace trace(kBefore);
    NurtureProcessor process("2025b");
    Event configured = of_lead(), inquired = of_lead(), routed = of_lead();
    configured.mutable_config_applied()->set_workspace(workspace.SerializeAsString());
    auto& lead = *inquired.mutable_lead_changed()->mutable_lead();
    lead.set_lead_id("a");
    lead.set_marketing_consent(true);
    lead.mutable_contact()->set_email("ann@example.com");
    routed.mutable_audit()->mutable_decision()->set_outcome(Decision::NURTURED);
    routed.mutable_audit()->mutable_decision()->mutable_chosen()->set_journey_id("cold");
    for (auto* event : {&configured, &inquired, &routed}) ASSERT_TRUE(process.on_event(*event, draft_).ok());
    draft_.take_events();
  }
  // What a process with these data moves when it takes over.
  std::string take_over(const std::string& zone_data, const std::vector<calendar::ZoneStretch>& clocks) {
    calendar::ZoneTrace trace(clocks);
    NurtureProcessor process(zone_data);
    EXPECT_FALSE(*process.on_take_over(draft_));
    std::string text;
    for (const auto& event : draft_.take_events()) {
      for (const auto& time : event.due_moved().times())
        text += event.lead_id() + " " + time.timer() + " " + shown(instant_from_micros(time.from_micros())) + "->" +
                shown(instant_from_micros(time.to_micros())) + " " + event.due_moved().zone_data_before() + "->" +
                event.due_moved().zone_data();
    }
    return text;
  }
  static std::string shown(Instant at) { return format_instant(at); }
  std::string due() {
    EXPECT_EQ(draft_.timers.size(), 1u);
    return shown(draft_.timers.begin()->first.first);
  }
  std::size_t mails_at(const std::string& time) {
    calendar::ZoneTrace trace(kAfter);
    NurtureProcessor process("2026f");
    draft_.set_now(*parse_instant(time));
    for (const auto& timer : draft_.take_due()) EXPECT_TRUE(process.on_timer(timer, draft_).ok());
    return draft_.outbox.size();
  }

  stream::DraftFake draft_{*parse_instant("2026-12-01T06:00:00Z")};
};

TEST_F(NurtureZoneDataTest, AMessageThatWaitsForTheMorningMoves) {
  enrol(workspace(false));
  EXPECT_EQ(due(), "2026-12-01T16:00:00Z");
  const auto kept = draft_.state;
  EXPECT_EQ(take_over("2025b", kBefore), "");
  EXPECT_EQ(draft_.state, kept) << "the same data write nothing";
  EXPECT_EQ(take_over("2026f", kAfter), "a message 2026-12-01T16:00:00Z->2026-12-01T15:00:00Z 2025b->2026f");
  EXPECT_EQ(due(), "2026-12-01T15:00:00Z");
  EXPECT_EQ(take_over("2026f", kAfter), "") << "once";
  EXPECT_EQ(take_over("2025b", kBefore), "") << "and never back";
  EXPECT_EQ(mails_at("2026-12-01T14:59:00Z"), 0u);
  EXPECT_EQ(mails_at("2026-12-01T15:00:00Z"), 1u);
}

TEST_F(NurtureZoneDataTest, AWaitIsALengthAndDoesNotMove) {
  enrol(workspace(true));
  EXPECT_EQ(due(), "2026-12-01T15:00:00Z");
  EXPECT_EQ(take_over("2026f", kAfter), "");
  EXPECT_EQ(due(), "2026-12-01T15:00:00Z");
}

// Other hours are no matter of zone data; the message asks again when its time comes.
TEST_F(NurtureZoneDataTest, HoursThatWereChangedMoveNothing) {
  enrol(workspace(false));
  auto changed = workspace(false);
  changed.mutable_messaging()->mutable_quiet_hours()->set_until("07:00");
  NurtureProcessor process("2025b");
  Event configured = of_lead();
  configured.mutable_config_applied()->set_workspace(changed.SerializeAsString());
  ASSERT_TRUE(process.on_event(configured, draft_).ok());
  EXPECT_EQ(take_over("2026f", kAfter), "");
  EXPECT_EQ(due(), "2026-12-01T16:00:00Z");
}

}  // namespace
}  // namespace leakproof::nurture
