#include "stream/fact.h"

namespace leakproof::stream {

FactOrigin origin_of(const lead::v1::Event& cause) {
  return {cause.workspace_id(), cause.lead_id(), cause.received_micros(), cause.traceparent(), cause.command_id()};
}

void set_envelope(lead::v1::Event& event, const FactOrigin& origin, Instant now) {
  event.set_workspace_id(origin.workspace_id);
  event.set_lead_id(origin.lead_id);
  event.set_occurred_micros(to_micros(now));
  event.set_received_micros(origin.received_micros);
  event.set_traceparent(origin.traceparent);
  event.set_command_id(origin.command_id);
}

lead::v1::Event make_fact(const FactOrigin& origin, Instant now) {
  lead::v1::Event event;
  set_envelope(event, origin, now);
  return event;
}

lead::v1::Event follow(const lead::v1::Event& cause, Instant now) { return make_fact(origin_of(cause), now); }

}  // namespace leakproof::stream
