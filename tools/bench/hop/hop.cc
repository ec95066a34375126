#include "bench/hop/hop.h"

#include "leakproof/lead/v1/submission.pb.h"

namespace leakproof::bench {
namespace {

lead::v1::Event about(const lead::v1::Submission& submission) {
  lead::v1::Event event;
  event.set_workspace_id(submission.workspace_id());
  event.set_lead_id("ld_" + submission.receipt_id());
  event.set_command_id(submission.receipt_id());
  event.set_received_micros(submission.received_micros());
  return event;
}

}  // namespace

Status Hop::on_record(const std::string&, const stream::Record& record, stream::Draft& draft) {
  lead::v1::Submission submission;
  if (!submission.ParseFromString(record.value)) return refuse("no submission");
  const auto before = draft.get("count/" + record.key);
  draft.put("count/" + record.key, std::to_string(before ? std::stoll(*before) + 1 : 1));
  draft.put("lead/" + submission.receipt_id(), submission.body());
  auto made = about(submission);
  auto& lead = *made.mutable_lead_changed()->mutable_lead();
  made.mutable_lead_changed()->set_change(lead::v1::LeadChanged::CREATED);
  lead.set_lead_id(made.lead_id());
  draft.emit(std::move(made));
  auto settled = about(submission);
  settled.mutable_submission_settled()->set_state(lead::v1::SubmissionSettled::CREATED_LEAD);
  draft.emit(std::move(settled));
  return {};
}

}  // namespace leakproof::bench
