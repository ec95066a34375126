// Tested by: services/router/router_processor_test.cc
#include "router/lead_facts.h"

namespace leakproof::router {

void LeadFacts::emit(const StoredLead& lead, lead::v1::Event event) {
  const bool ours = lead.id() == origin_.lead_id;
  const std::int64_t received_micros = lead.routed.received_at ? to_micros(*lead.routed.received_at) : 0;
  event.set_workspace_id(workspace_);
  event.set_lead_id(lead.id());
  event.set_occurred_micros(to_micros(draft_.now()));
  event.set_received_micros(ours && origin_.received_micros != 0 ? origin_.received_micros : received_micros);
  event.set_traceparent(ours && !origin_.traceparent.empty() ? origin_.traceparent : lead.message.traceparent());
  if (ours) event.set_command_id(origin_.command_id);
  draft_.emit(std::move(event));
}

void LeadFacts::emit(lead::v1::Event event) {
  event.set_workspace_id(workspace_);
  event.set_occurred_micros(to_micros(draft_.now()));
  event.set_traceparent(origin_.traceparent);
  event.set_command_id(origin_.command_id);
  draft_.emit(std::move(event));
}

}  // namespace leakproof::router
