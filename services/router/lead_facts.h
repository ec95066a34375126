// Facts about leads as the router states them: each carries the workspace, the lead, and when its inquiry was received.
// One input's lifetime.
#pragma once
#include <cstdint>
#include <string>

#include "leakproof/lead/v1/event.pb.h"
#include "router/state/routed_lead_codec.h"
#include "stream/processor.h"

namespace leakproof::router {

// The input: what the facts that follow from it have in common with it.
struct Origin {
  std::string lead_id;
  std::int64_t received_micros = 0;
  std::string traceparent;
  std::string command_id;
};

class LeadFacts {
 public:
  LeadFacts(stream::Draft& draft, std::string workspace, Origin origin)
      : draft_(draft), workspace_(std::move(workspace)), origin_(std::move(origin)) {}
  // A fact about the input's own lead carries what came with the input; about another one, what came with its inquiry.
  void emit(const StoredLead& lead, lead::v1::Event event);
  // A fact about the workspace.
  void emit(lead::v1::Event event);

 private:
  stream::Draft& draft_;
  std::string workspace_;
  Origin origin_;
};

}  // namespace leakproof::router
