#include "stream/projection.h"

#include "stream/topics.h"
#include "wire/canonical_bytes.h"

namespace leakproof::stream {
namespace {

// Empty when the fact is not published.
std::string_view topic_of(std::string_view stage, const lead::v1::Event& event) {
  if (event.has_dead_letter()) return topics::kDeadLetters;
  if (stage == "ingest") return topics::kLeadEvents;
  if (stage == "scoring") return topics::kLeadScores;
  if (stage == "nurture") return topics::kNurtureTouches;
  return stage == "router" && event.has_audit() ? topics::kRoutingDecisions : "";
}

// An audit record has the bytes that its chain hashed.
std::string value_of(const lead::v1::Event& event) {
  if (event.has_dead_letter()) return wire::canonical_bytes(event.dead_letter());
  return event.has_audit() ? wire::canonical_bytes(event.audit()) : wire::canonical_bytes(event);
}

}  // namespace

std::vector<Published> project(std::string_view stage, const journal::v1::Effect& effect) {
  const std::string own = std::string(stage) + "-";
  std::vector<Published> published;
  for (const auto& event : effect.events()) {
    const auto topic = event.event_id().starts_with(own) ? topic_of(stage, event) : "";
    if (topic.empty()) continue;
    published.push_back({std::string(topic), event.workspace_id(), value_of(event), event.event_id(),
                         instant_from_micros(event.occurred_micros())});
  }
  return published;
}

}  // namespace leakproof::stream
