#include "stream/fact.h"

#include <gtest/gtest.h>

namespace leakproof::stream {
namespace {

constexpr Instant kNow = instant_from_micros(1'700'000'000'000'000);

TEST(Fact, FollowsFromItsCause) {
  lead::v1::Event cause;
  cause.set_event_id("ingest-0-7-1");
  cause.set_workspace_id("w");
  cause.set_lead_id("l");
  cause.set_occurred_micros(3);
  cause.set_received_micros(2);
  cause.set_traceparent("00-a-b-01");
  cause.set_command_id("rc_1");
  cause.mutable_activity()->set_activity_id("a");
  lead::v1::Event expected = cause;
  expected.clear_event_id();
  expected.clear_activity();
  expected.set_occurred_micros(to_micros(kNow));
  EXPECT_EQ(follow(cause, kNow).SerializeAsString(), expected.SerializeAsString());
}
TEST(Fact, KeepsTheBodyItHasAndLeavesEmptyWhatItsOriginDoesNotSay) {
  lead::v1::Event event;
  event.mutable_delivery()->set_outbox_id("o");
  event.set_lead_id("another");
  set_envelope(event, {.workspace_id = "w"}, kNow);
  lead::v1::Event expected;
  expected.set_workspace_id("w");
  expected.set_occurred_micros(to_micros(kNow));
  expected.mutable_delivery()->set_outbox_id("o");
  EXPECT_EQ(event.SerializeAsString(), expected.SerializeAsString());
}

}  // namespace
}  // namespace leakproof::stream
