// Tested by: services/api/lead_service_test.cc
#include "api/lead_submission.h"

#include <nlohmann/json.hpp>

#include "api/faults.h"
#include "api/lead_view.h"
#include "api/limits.h"
#include "api/workspaces.h"
#include "base/time_text.h"
#include "ingest/codec.h"
#include "ingest/ids.h"
#include "ingest/sources/lead_notes.h"
#include "ingest/sources/source_kinds.h"
#include "ingest/sources/text.h"
#include "net/limits.h"
#include "stream/topics.h"

namespace leakproof::api {
namespace {

// What ingest has made of it; QUARANTINED is followed by the fact that holds the reason.
bool is_settled(const lead::v1::Event& event) {
  using Settled = lead::v1::SubmissionSettled;
  if (!event.has_submission_settled()) return event.has_quarantined();
  return event.submission_settled().state() != Settled::QUARANTINED;
}
// Decided, or it will never be: CREATED_LEAD and UPDATED_LEAD go on to a decision.
bool is_decided(const lead::v1::Event& event) {
  using Settled = lead::v1::SubmissionSettled;
  if (!event.has_submission_settled()) return event.audit().has_decision() || event.has_quarantined();
  const auto state = event.submission_settled().state();
  return state != Settled::CREATED_LEAD && state != Settled::UPDATED_LEAD && state != Settled::QUARANTINED;
}

// What the caller calls its fields: without the leading slash of a JSON pointer.
void add_faults(const std::vector<ingest::Fault>& faults, Checks& checks) {
  for (const auto& fault : faults) checks.that(false, fault.pointer.substr(1), fault.detail);
}

bool takes_grpc(const config::v1::Source& source) {
  const auto* kind = ingest::find_source_kind(source.kind());
  return kind && (kind->endpoint == ingest::Endpoint::kJson || kind->endpoint == ingest::Endpoint::kImport);
}

grpc::Status check(const ApiPorts& ports, const grpc::ServerContext& context, const v1::SubmitLeadRequest& request,
                   const std::string& body, std::vector<ingest::Fault>& notes) {
  Checks checks(ports, context, request);
  checks.id("request_id", request.request_id()).id("source_id", request.source_id());
  checks.that(request.submitted_micros() >= 0 && request.submitted_micros() <= kMicrosMax, "submitted_micros",
              "must be an instant up to the year 9999");
  auto lead = ingest::read_json_lead(body);
  if (!lead.ok())
    checks.that(false, "fields", lead.error().message());
  else
    add_faults(lead->faults, checks);
  checks.that(request.fields_size() > 0, "fields", "must hold a field at least");
  checks.that(body.size() <= net::kBodyBytesMax, "fields", "must be 256 KiB at most, all together");
  const auto holds_source = [&](const auto& entry) { return entry.source(request.source_id()) != nullptr; };
  const auto [workspace, missing] = checks.ok() ? find_workspace(ports, request.workspace_id(), holds_source)
                                                : FoundWorkspace{ports.configs.find(request.workspace_id()), {}};
  if (checks.ok() && !workspace) return missing;
  const auto* source = workspace ? workspace->source(request.source_id()) : nullptr;
  if (workspace) checks.that(source && takes_grpc(*source), "source_id", "must be a source of kind json or csv");
  if (!checks.ok()) return std::move(checks).status();
  const auto& text = ingest::real_text();
  notes =
      ingest::notes_on(lead->decoded, ingest::rules_of(workspace->workspace, *source, text), text, ports.clock.now())
          .kept_as_text;
  return grpc::Status::OK;
}

lead::v1::Submission submission_of(const v1::SubmitLeadRequest& request, const std::string& receipt, Instant now) {
  lead::v1::Submission submission;
  submission.set_receipt_id(receipt);
  submission.set_workspace_id(request.workspace_id());
  submission.set_source_id(request.source_id());
  submission.set_kind("json");
  submission.set_content_type("application/json");
  submission.set_body(json_lead_body(request));
  submission.set_provider_id(request.request_id());
  submission.set_received_micros(to_micros(now));
  return submission;
}

}  // namespace

std::string json_lead_body(const v1::SubmitLeadRequest& request) {
  nlohmann::json body;
  body["fields"] = std::map<std::string, std::string>(request.fields().begin(), request.fields().end());
  if (!request.attribution().empty())
    body["attribution"] =
        std::map<std::string, std::string>(request.attribution().begin(), request.attribution().end());
  if (request.has_marketing_consent()) body["marketing_consent"] = request.marketing_consent();
  if (request.submitted_micros() > 0 && request.submitted_micros() <= kMicrosMax)
    body["submitted_at"] = format_instant(instant_from_micros(request.submitted_micros()));
  return body.dump();
}

LeadSubmission::LeadSubmission(ApiPorts& ports, grpc::ServerContext& context, const v1::SubmitLeadRequest& request)
    : ports_(ports),
      workspace_(request.workspace_id()),
      request_id_(request.request_id()),
      receipt_id_(ingest::receipt_id(workspace_, request.source_id(), request_id_)),
      wait_for_(request.wait_for()),
      deadline_(context) {
  auto submission = submission_of(request, receipt_id_, ports.clock.now());
  submission.set_traceparent(trace_of(context, receipt_id_));
  refused_ = check(ports, context, request, submission.body(), notes_);
  if (!refused_.ok()) return;
  if (wait_for_ == v1::DECIDED)
    command_.emplace(ports, "router", receipt_id_, is_decided);
  else if (wait_for_ == v1::SETTLED)
    command_.emplace(ports, "ingest", receipt_id_, is_settled);
  else
    command_.emplace(ports);
  command_->append(stream::topics::kLeadSubmissions, workspace_, submission.SerializeAsString());
}

grpc::Status LeadSubmission::finish(v1::SubmitLeadResponse& response) {
  if (!command_) return refused_;
  if (auto status = command_->accepted(deadline_); !status.ok()) return status;
  response.set_receipt_id(receipt_id_);
  for (const auto& note : notes_) {
    auto& told = *response.add_notes();
    told.set_field(note.pointer.substr(1));
    told.set_detail(note.detail);
  }
  return wait_for_ == v1::DECIDED || wait_for_ == v1::SETTLED ? answered(response) : grpc::Status::OK;
}

grpc::Status LeadSubmission::answered(v1::SubmitLeadResponse& response) {
  const auto fact = command_->reply(deadline_);
  if (!fact && deadline_.is_cancelled()) return cancelled();
  if (!fact)
    return too_late("the lead is accepted and safe as " + receipt_id_ +
                    ", only what became of it is not known yet: look it up by the receipt");
  if (fact->has_submission_settled()) return settled(fact->submission_settled(), response);
  if (fact->has_quarantined()) {
    response.set_outcome("quarantined");
    response.set_reason(fact->quarantined().reason());
    response.set_detail(fact->quarantined().detail());
  } else {
    tell_decision(fact->audit().decision(), response);
  }
  return grpc::Status::OK;
}

grpc::Status LeadSubmission::settled(const lead::v1::SubmissionSettled& settled, v1::SubmitLeadResponse& response) {
  if (settled.body_differs() && wait_for_ == v1::DECIDED) {
    return refusal(grpc::StatusCode::INVALID_ARGUMENT, "REQUEST_ID_REUSED",
                   "this request_id was used for another lead of the source; that one stands, this one is dropped");
  }
  response.set_body_differs(settled.body_differs());
  response.set_duplicate(settled.state() == lead::v1::SubmissionSettled::DUPLICATE);
  response.set_outcome(word_of(lead::v1::SubmissionSettled::State_Name(settled.state())));
  if (settled.lead_ids().empty()) return grpc::Status::OK;
  response.set_lead_id(settled.lead_ids(0));
  if (wait_for_ == v1::SETTLED) return grpc::Status::OK;
  const auto decision = last_decision(ports_.states, workspace_, settled.lead_ids(0));
  if (!decision.ok()) return failed(decision.error());
  if (*decision) tell_decision(**decision, response);
  return grpc::Status::OK;
}

}  // namespace leakproof::api
