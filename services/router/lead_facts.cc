// Tested by: services/router/router_processor_test.cc
#include "router/lead_facts.h"

#include "stream/fact.h"

namespace leakproof::router {

void LeadFacts::emit(const StoredLead& lead, lead::v1::Event event) {
  const bool ours = lead.id() == origin_.lead_id;
  const std::int64_t received_micros = micros_or_zero(lead.routed.received_at);
  stream::FactOrigin from{workspace_, lead.id(), received_micros, lead.message.traceparent()};
  if (ours && origin_.received_micros != 0) from.received_micros = origin_.received_micros;
  if (ours && !origin_.traceparent.empty()) from.traceparent = origin_.traceparent;
  if (ours) from.command_id = origin_.command_id;
  stream::set_envelope(event, from, draft_.now());
  draft_.emit(std::move(event));
}

void LeadFacts::emit(lead::v1::Event event) {
  const stream::FactOrigin from{
      .workspace_id = workspace_, .traceparent = origin_.traceparent, .command_id = origin_.command_id};
  stream::set_envelope(event, from, draft_.now());
  draft_.emit(std::move(event));
}

}  // namespace leakproof::router
