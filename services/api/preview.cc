// Tested by: services/api/routing_service_test.cc
#include "api/preview.h"

#include "api/faults.h"
#include "api/lead_submission.h"
#include "api/scratch_draft.h"
#include "ingest/ingest_processor.h"
#include "ingest/sources/text.h"
#include "router/router_processor.h"
#include "scoring/scoring_processor.h"
#include "stream/topics.h"

namespace leakproof::api {
namespace {

using Events = Result<std::vector<lead::v1::Event>>;

// What the stage makes of the facts of the stage before.
Events pass(stream::Processor& stage, ScratchDraft& draft, std::vector<lead::v1::Event> events) {
  for (auto& event : events) LEAKPROOF_TRY(stage.on_event(event, draft));
  return draft.take_events();
}

stream::Record submission_record(const v1::PreviewRequest& request, Instant now) {
  v1::SubmitLeadRequest lead;
  *lead.mutable_fields() = request.fields();
  lead::v1::Submission submission;
  submission.set_workspace_id(request.workspace_id());
  submission.set_source_id(request.source_id());
  submission.set_kind("json");
  submission.set_content_type("application/json");
  submission.set_body(json_lead_body(lead));
  submission.set_provider_id("preview");
  submission.set_receipt_id("rc_preview");  // no receipt looks like this, so it is never a duplicate
  submission.set_received_micros(to_micros(now));
  return {stream::Offset(0), now, request.workspace_id(), submission.SerializeAsString(), {}};
}

Events run(ApiPorts& ports, const v1::PreviewRequest& request, Instant now) {
  const auto draft_of = [&](const char* stage) {
    return ScratchDraft(ports.states, stage, request.workspace_id(), now);
  };
  ingest::IngestProcessor ingest(ingest::real_text());
  auto first = draft_of("ingest");
  LEAKPROOF_TRY(ingest.on_record(stream::topics::kLeadSubmissions, submission_record(request, now), first));
  LEAKPROOF_ASSIGN(events, first.take_events());
  scoring::ScoringProcessor scoring;
  auto second = draft_of("scoring");
  LEAKPROOF_ASSIGN(scored, pass(scoring, second, std::move(events)));
  router::RouterProcessor router("preview");
  auto third = draft_of("router");
  return pass(router, third, std::move(scored));
}

}  // namespace

grpc::Status preview(ApiPorts& ports, const v1::PreviewRequest& request, lead::v1::Decision& decision) {
  auto events = run(ports, request, ports.clock.now());
  if (!events.ok()) return failed(events.error());
  std::string undecided = "the lead would not be routed";
  for (auto& event : *events) {
    if (event.audit().has_decision()) {
      decision = std::move(*event.mutable_audit()->mutable_decision());
      return grpc::Status::OK;
    }
    if (event.has_quarantined()) undecided = "the lead would be quarantined: " + event.quarantined().reason();
  }
  return refusal(grpc::StatusCode::FAILED_PRECONDITION, "NO_DECISION", undecided);
}

}  // namespace leakproof::api
