#include "api/routing_service.h"

#include <algorithm>

#include "api/access.h"
#include "api/activity.h"
#include "api/faults.h"
#include "api/lead_view.h"
#include "api/newest_first.h"
#include "api/preview.h"
#include "api/sweeps.h"
#include "api/workspaces.h"
#include "router/audit/decision_codec.h"
#include "router/messages/router_messages.h"
#include "router/queries.h"
#include "stream/topics.h"

namespace leakproof::api {
namespace {

constexpr int kDecisionsBackMax = 100;  // of a lead, looked at for the one that moved it

std::string joined(const std::vector<std::string>& lines) {
  std::string text;
  for (const auto& line : lines) text += line + "\n";
  return text;
}

// The decision asked for: the one named, or the lead's last. NOT_FOUND when there is none.
grpc::Status find_decision(stream::StateReader& states, const v1::ExplainRequest& request,
                           lead::v1::Decision& decision) {
  if (request.decision_id().empty()) {
    auto last = last_decision(states, request.workspace_id(), request.lead_id());
    if (!last.ok()) return failed(last.error());
    if (!*last) return not_found("decision of a lead", request.lead_id());
    decision = **std::move(last);
    return grpc::Status::OK;
  }
  const auto bytes = router::Queries(states).record(request.workspace_id(), request.decision_id());
  if (!bytes.ok()) return failed(bytes.error());
  lead::v1::AuditRecord record;
  if (!*bytes || !record.ParseFromString(**bytes)) return not_found("decision", request.decision_id());
  decision = std::move(*record.mutable_decision());
  return grpc::Status::OK;
}

Result<Page> page_of_decisions(stream::StateReader& states, const v1::ListDecisionsRequest& request) {
  const auto &workspace = request.workspace_id(), &lead = request.lead_id();
  const PageRequest page{request.page_size(), request.page_token()};
  if (request.newest_first())
    return lead.empty() ? newest_audits(states, workspace, page) : newest_decisions_of(states, workspace, lead, page);
  const auto list = lead.empty() ? router::Queries::audits(workspace) : router::Queries::decisions_of(workspace, lead);
  return read_page(states, workspace, list, page);
}

// The latest decision before this one that moved the lead; nullopt when this one did, or when it is too far back.
Result<std::optional<lead::v1::Decision>> what_gave_it(stream::StateReader& states, const std::string& workspace,
                                                       const lead::v1::Decision& last) {
  lead::v1::Decision decision = last;
  for (int steps = 0; steps < kDecisionsBackMax; ++steps) {
    const auto outcome = decision.outcome();
    if (outcome != lead::v1::Decision::KEPT && outcome != lead::v1::Decision::SUPERSEDED) break;
    LEAKPROOF_ASSIGN(bytes, router::Queries(states).record(workspace, decision.predecessor_id()));
    lead::v1::AuditRecord record;
    if (!bytes || !record.ParseFromString(*bytes)) return std::optional<lead::v1::Decision>();
    decision = std::move(*record.mutable_decision());
  }
  const bool is_other = decision.decision_id() != last.decision_id();
  return is_other ? std::optional(std::move(decision)) : std::nullopt;
}

// Of the configuration in force, or of the decision itself.
bool is_known(const std::string& member, const config::v1::Workspace& workspace, const lead::v1::Decision& decision) {
  const auto is_the_one = [&](const auto& one) { return one.member_id() == member; };
  return std::ranges::any_of(workspace.members(), is_the_one) ||
         std::ranges::any_of(decision.candidates(), is_the_one) || decision.chosen().member_id() == member;
}

// A claim that ingest has seen before: what it gave, as long as the lead is still the member's.
grpc::Status tell_earlier_claim(stream::StateReader& states, const v1::ClaimLeadRequest& request,
                                v1::ClaimLeadResponse& response) {
  const auto lead = read_lead(states, request.workspace_id(), request.lead_id());
  if (!lead.ok()) return failed(lead.error());
  if (!*lead || (*lead)->member_id() != request.member_id()) return status_of_ignored("not_owner");
  response.set_decision_id((*lead)->last_decision_id());
  response.set_ownership_token((*lead)->ownership_token());
  return grpc::Status::OK;
}

// A person's word on whose lead it is, and the fact that answers it: its decision, or why it is ignored.
grpc::Status decided(ApiPorts& ports, grpc::ServerContext& context, lead::v1::Activity activity,
                     lead::v1::Event& fact) {
  const std::string workspace = activity.workspace_id(), lead = activity.lead_id();
  if (const auto found = find_workspace(ports, workspace); !found.entry) return found.missing;
  const Deadline deadline(context);
  Command command(ports, "router", activity.activity_id(), [workspace, lead](const lead::v1::Event& event) {
    return event.workspace_id() == workspace && event.lead_id() == lead &&
           (event.audit().has_decision() || event.has_activity_ignored());
  });
  command.append(stream::topics::kSalesActivities, workspace, activity_bytes(ports, context, std::move(activity)));
  if (auto status = command.accepted(deadline); !status.ok()) return status;
  auto answer = command.reply(deadline);
  if (!answer)
    return deadline.is_cancelled() ? cancelled()
                                   : too_late("it is accepted and safe, only its decision is not there yet");
  fact = *std::move(answer);
  return grpc::Status::OK;
}

// The time to answer that the decision set still runs, and newer zone data have moved it.
bool is_due_at_another_time(const state::v1::RoutedLead& lead, const lead::v1::Decision& decision) {
  return lead.last_decision_id() == decision.decision_id() && lead.breach_at_micros() != 0 &&
         decision.breach_at_micros() != 0 && lead.breach_at_micros() != decision.breach_at_micros();
}

}  // namespace

grpc::Status RoutingService::GetDecision(grpc::ServerContext* context, const v1::GetDecisionRequest* request,
                                         v1::GetDecisionResponse* response) {
  Checks checks(ports_, *context, *request);
  checks.id("decision_id", request->decision_id());
  checks.configured(ports_, request->workspace_id());
  if (!checks.ok()) return std::move(checks).status();
  auto bytes = router::Queries(ports_.states).record(request->workspace_id(), request->decision_id());
  if (!bytes.ok()) return failed(bytes.error());
  if (!*bytes) return not_found("decision", request->decision_id());
  if (!response->mutable_record()->ParseFromString(**bytes))
    return failed(fatal("a stored audit record does not parse"));
  response->set_record_bytes(**std::move(bytes));
  return grpc::Status::OK;
}

grpc::Status RoutingService::ListDecisions(grpc::ServerContext* context, const v1::ListDecisionsRequest* request,
                                           v1::ListDecisionsResponse* response) {
  Checks checks(ports_, *context, *request);
  checks.page(request->page_size(), request->page_token());
  checks.configured(ports_, request->workspace_id());
  if (!checks.ok()) return std::move(checks).status();
  const auto& workspace = request->workspace_id();
  const bool of_lead = !request->lead_id().empty();
  auto page = page_of_decisions(ports_.states, *request);
  if (!page.ok()) return failed_list(page.error());
  for (auto& [key, value] : page->entries) {
    if (!of_lead) {
      response->add_records(std::move(value));
      continue;
    }
    auto record = router::Queries(ports_.states).record(workspace, value);  // the index holds the decision's id
    if (!record.ok()) return failed(record.error());
    if (*record) response->add_records(**std::move(record));
  }
  response->set_next_page_token(page->next_token);
  return grpc::Status::OK;
}

grpc::Status RoutingService::Explain(grpc::ServerContext* context, const v1::ExplainRequest* request,
                                     v1::ExplainResponse* response) {
  Checks checks(ports_, *context, *request);
  checks.that(request->lead_id().empty() != request->decision_id().empty(), "decision_id",
              "either this or lead_id must be set");
  const auto language = messages::language_of(request->language().empty() ? "en" : request->language());
  checks.that(language.has_value(), "language", "must be " + messages::language_choice());
  checks.configured(ports_, request->workspace_id());
  if (!checks.ok()) return std::move(checks).status();
  lead::v1::Decision decision;
  if (auto status = find_decision(ports_.states, *request, decision); !status.ok()) return status;
  response->set_decision_id(decision.decision_id());
  const auto& texts = router::messages_in(*language);
  const auto entry = ports_.configs.find(request->workspace_id());
  const auto workspace = entry ? entry->workspace : config::v1::Workspace();
  const router::MemberNames names(workspace);
  if (!request->member_id().empty()) {
    if (!is_known(request->member_id(), workspace, decision)) return not_found("member", request->member_id());
    response->set_text(router::why_not(decision, request->member_id(), texts, names) + "\n");
    return grpc::Status::OK;
  }
  response->set_text(joined(router::explain_decision(decision, texts, names)));
  const auto lead = router::Queries(ports_.states).lead(request->workspace_id(), decision.lead_id());
  if (!lead.ok()) return failed(lead.error());
  if (*lead && is_due_at_another_time(**lead, decision))
    *response->mutable_text() += router::due_moved(instant_from_micros(decision.breach_at_micros()),
                                                   instant_from_micros((*lead)->breach_at_micros()),
                                                   decision.zone_data(), (*lead)->clocks().zone_data(), texts) +
                                 "\n";
  if (request->lead_id().empty()) return grpc::Status::OK;
  const auto gave = what_gave_it(ports_.states, request->workspace_id(), decision);
  if (!gave.ok()) return failed(gave.error());
  if (*gave)
    *response->mutable_text() +=
        "\n" + router::heading_of_what_gave_it(texts) + "\n" + joined(router::explain_decision(**gave, texts, names));
  return grpc::Status::OK;
}

grpc::Status RoutingService::ClaimLead(grpc::ServerContext* context, const v1::ClaimLeadRequest* request,
                                       v1::ClaimLeadResponse* response) {
  Checks checks(ports_, *context, *request);
  checks.id("request_id", request->request_id());
  checks.id("lead_id", request->lead_id()).id("member_id", request->member_id());
  if (!checks.ok()) return std::move(checks).status();
  lead::v1::Activity activity;
  activity.set_activity_id(request->request_id());
  activity.set_workspace_id(request->workspace_id());
  activity.set_lead_id(request->lead_id());
  activity.set_actor(request->member_id());
  activity.mutable_claim()->set_member_id(request->member_id());
  lead::v1::Event fact;
  if (auto status = decided(ports_, *context, std::move(activity), fact); !status.ok()) return status;
  if (fact.has_activity_ignored()) {
    if (fact.activity_ignored().reason() == "duplicate") return tell_earlier_claim(ports_.states, *request, *response);
    return status_of_ignored(fact.activity_ignored().reason(), ports_, request->workspace_id(), request->lead_id());
  }
  response->set_decision_id(fact.audit().decision().decision_id());
  response->set_ownership_token(fact.audit().decision().ownership_token());
  return grpc::Status::OK;
}

grpc::Status RoutingService::TransferLead(grpc::ServerContext* context, const v1::TransferLeadRequest* request,
                                          v1::TransferLeadResponse* response) {
  Checks checks(ports_, *context, *request);
  checks.id("request_id", request->request_id()).id("lead_id", request->lead_id());
  check_transfer(request->transfer(), "transfer.", checks);
  if (!checks.ok()) return std::move(checks).status();
  lead::v1::Activity activity;
  activity.set_activity_id(request->request_id());
  activity.set_workspace_id(request->workspace_id());
  activity.set_lead_id(request->lead_id());
  activity.set_actor(request->transfer().by_member_id());
  *activity.mutable_transfer() = request->transfer();
  lead::v1::Event fact;
  if (auto status = decided(ports_, *context, std::move(activity), fact); !status.ok()) return status;
  if (fact.has_activity_ignored())
    return status_of_ignored(fact.activity_ignored().reason(), ports_, request->workspace_id(), request->lead_id());
  *response->mutable_decision() = std::move(*fact.mutable_audit()->mutable_decision());
  return grpc::Status::OK;
}

grpc::Status RoutingService::ListSweeps(grpc::ServerContext* context, const v1::ListSweepsRequest* request,
                                        v1::ListSweepsResponse* response) {
  Checks checks(ports_, *context, *request);
  if (!checks.ok()) return std::move(checks).status();
  const auto found = find_workspace(ports_, request->workspace_id());
  if (!found.entry) return found.missing;
  const auto told = tell_sweeps(ports_.states, found.entry->workspace, *response);
  return told.ok() ? grpc::Status::OK : failed(told.error());
}

grpc::Status RoutingService::ListSweptLeads(grpc::ServerContext* context, const v1::ListSweptLeadsRequest* request,
                                            v1::ListSweptLeadsResponse* response) {
  Checks checks(ports_, *context, *request);
  checks.page(request->page_size(), request->page_token());
  checks.that(is_sweep_kind(request->kind()), "kind", "must be one of " + sweep_kinds());
  checks.configured(ports_, request->workspace_id());
  if (!checks.ok()) return std::move(checks).status();
  const auto listed = list_swept(ports_.states, *request, *response);
  if (!listed.ok()) return failed_list(listed.error());
  response->set_as_of_micros(to_micros(ports_.clock.now()));
  return grpc::Status::OK;
}

grpc::Status RoutingService::Preview(grpc::ServerContext* context, const v1::PreviewRequest* request,
                                     v1::PreviewResponse* response) {
  Checks checks(ports_, *context, *request);
  checks.id("source_id", request->source_id());
  checks.that(request->fields_size() > 0, "fields", "must hold a field at least");
  checks.configured(ports_, request->workspace_id());
  if (!checks.ok()) return std::move(checks).status();
  if (auto status = preview(ports_, *request, *response->mutable_decision()); !status.ok()) return status;
  const auto& texts = router::messages_in(messages::Language::kEnglish);
  response->set_text(joined(router::explain_decision(response->decision(), texts)));
  return grpc::Status::OK;
}

}  // namespace leakproof::api
