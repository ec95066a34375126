// Tested by: services/api/lead_service_test.cc
#include "api/lead_view.h"

#include "ingest/queries.h"
#include "router/queries.h"

namespace leakproof::api {
namespace {

void tell_routed(const state::v1::RoutedLead& routed, v1::LeadView& view) {
  *view.mutable_score() = routed.score();
  if (routed.status() != state::v1::RoutedLead::STATUS_UNSPECIFIED)
    view.set_status(word_of(state::v1::RoutedLead::Status_Name(routed.status())));
  view.set_member_id(routed.member_id());
  view.set_pool_id(routed.pool_id());
  view.set_journey_id(routed.journey_id());
  view.set_ownership_token(routed.ownership_token());
  view.set_last_decision_id(routed.last_decision_id());
  view.set_hold_reason(routed.hold_reason());
  view.set_breach_at_micros(routed.breach_at_micros());
  view.set_last_step(routed.last_step());
  view.set_last_step_micros(routed.last_step_micros());
  view.set_value_minor(routed.value_minor());
  view.set_currency(routed.currency());
  view.set_closed_reason(routed.closed_reason());
  view.set_closed_detail(routed.closed_detail());
}

}  // namespace

Result<std::optional<v1::LeadView>> read_lead(stream::StateReader& states, const std::string& workspace,
                                              const std::string& lead_id) {
  LEAKPROOF_ASSIGN(known, ingest::Queries(states).lead(workspace, lead_id));
  if (!known) return std::optional<v1::LeadView>();
  LEAKPROOF_ASSIGN(routed, router::Queries(states).lead(workspace, lead_id));
  v1::LeadView view;
  *view.mutable_lead() = std::move(*known->mutable_lead());
  view.set_status("in_flight");
  if (routed) tell_routed(*routed, view);
  return std::optional(std::move(view));
}

Result<std::optional<lead::v1::Decision>> last_decision(stream::StateReader& states, const std::string& workspace,
                                                        const std::string& lead_id) {
  LEAKPROOF_ASSIGN(routed, router::Queries(states).lead(workspace, lead_id));
  if (!routed || routed->last_decision_id().empty()) return std::optional<lead::v1::Decision>();
  LEAKPROOF_ASSIGN(bytes, router::Queries(states).record(workspace, routed->last_decision_id()));
  lead::v1::AuditRecord record;
  if (!bytes || !record.ParseFromString(*bytes))
    return fatal("the decision " + routed->last_decision_id() + " is not in the audit as it should be");
  return std::optional(std::move(*record.mutable_decision()));
}

void tell_decision(const lead::v1::Decision& decision, v1::SubmitLeadResponse& response) {
  response.set_lead_id(decision.lead_id());
  response.set_decision_id(decision.decision_id());
  response.set_outcome(word_of(lead::v1::Decision::Outcome_Name(decision.outcome())));
  response.set_member_id(decision.chosen().member_id());
  response.set_reason(decision.reason());
}

std::string word_of(std::string enumerator) {
  for (auto& c : enumerator) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return enumerator;
}

}  // namespace leakproof::api
