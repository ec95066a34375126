// One lead as gRPC hands it in: checked, turned into a Submission, appended, and its answer told. Serves SubmitLead and
// each item of SubmitLeads.
//   LeadSubmission lead(ports, context, request);  // checks, and appends what is valid
//   auto status = lead.finish(response);           // waits as the request wants it
// One thread at a time; may pass to another between the two steps.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "api/command.h"
#include "api/ports.h"
#include "ingest/sources/json_lead.h"
#include "leakproof/api/v1/lead_service.grpc.pb.h"
#include "leakproof/lead/v1/submission.pb.h"

namespace leakproof::api {

class LeadSubmission {
 public:
  LeadSubmission(ApiPorts& ports, grpc::ServerContext& context, const v1::SubmitLeadRequest& request);
  grpc::Status finish(v1::SubmitLeadResponse& response);
  const std::string& request_id() const { return request_id_; }

 private:
  grpc::Status answered(v1::SubmitLeadResponse& response);
  grpc::Status settled(const lead::v1::SubmissionSettled& settled, v1::SubmitLeadResponse& response);

  ApiPorts& ports_;
  std::string workspace_;
  std::string request_id_;
  std::string receipt_id_;
  v1::WaitFor wait_for_;
  std::vector<ingest::Fault> notes_;
  Deadline deadline_;
  grpc::Status refused_;
  std::optional<Command> command_;  // when not refused
};

// The body of our JSON API for these fields: equal requests give equal bytes, so a retry is known by its hash.
std::string json_lead_body(const v1::SubmitLeadRequest& request);

}  // namespace leakproof::api
