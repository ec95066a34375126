#include "stream/projection.h"

#include <gtest/gtest.h>

namespace leakproof::stream {
namespace {

lead::v1::Event event(const std::string& id) {
  lead::v1::Event event;
  event.set_event_id(id);
  event.set_workspace_id("demo");
  event.set_occurred_micros(7);
  return event;
}

// "topic event_id, ..." of an effect of `stage`.
std::string published(const std::string& stage, const std::vector<lead::v1::Event>& events) {
  journal::v1::Effect effect;
  for (const auto& each : events) *effect.add_events() = each;
  std::string out;
  for (const auto& record : project(stage, effect))
    out += (out.empty() ? "" : ", ") + record.topic + " " + record.event_id;
  return out;
}

TEST(Projection, OwnFactsOnlyEachUnderItsTopic) {
  auto audit = event("router-0-1-1-2"), letter = event("router-0-1-1-3"), offered = event("router-0-1-1-4");
  audit.mutable_audit()->set_chain_seq(1);
  letter.mutable_dead_letter()->set_reason("unreadable");
  offered.mutable_assignment_changed();

  EXPECT_EQ(published("ingest", {event("ingest-0-1-1-1")}), "lead.events ingest-0-1-1-1");
  EXPECT_EQ(published("scoring", {event("ingest-0-1-1-1"), event("scoring-0-1-1-1")}), "lead.scores scoring-0-1-1-1");
  EXPECT_EQ(published("router", {event("scoring-0-1-1-1"), audit, letter, offered}),
            "routing.decisions router-0-1-1-2, dead.letters router-0-1-1-3");
  EXPECT_EQ(published("nurture", {audit, event("nurture-0-1-1-1")}), "nurture.touches nurture-0-1-1-1");
}

TEST(Projection, ValuesAreTheTopicsMessage) {
  auto audit = event("router-0-1-1-1");
  audit.mutable_audit()->set_chain_seq(5);
  journal::v1::Effect effect;
  *effect.add_events() = audit;
  auto records = project("router", effect);
  ASSERT_EQ(records.size(), 1u);
  EXPECT_EQ(records[0].value, audit.audit().SerializeAsString());
  EXPECT_EQ(records[0].key, "demo");
  EXPECT_EQ(to_micros(records[0].at), 7);
}

}  // namespace
}  // namespace leakproof::stream
