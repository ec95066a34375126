#include "api/lead_service.h"

#include <thread>

#include "api/access.h"
#include "api/activity.h"
#include "api/dead_letters.h"
#include "api/faults.h"
#include "api/lead_stream.h"
#include "api/lead_view.h"
#include "api/limits.h"
#include "api/silent_leads.h"
#include "ingest/queries.h"
#include "ingest/sources/text.h"
#include "leakproof/state/v1/state.pb.h"
#include "nurture/timeline.h"
#include "router/queries.h"

namespace leakproof::api {
namespace {

using Ids = Result<std::vector<std::string>>;

Ids leads_of(const Result<std::optional<state::v1::Receipt>>& receipt) {
  if (!receipt.ok()) return receipt.error();
  if (!*receipt) return std::vector<std::string>();
  return std::vector<std::string>((*receipt)->settled().lead_ids().begin(), (*receipt)->settled().lead_ids().end());
}

Ids leads_of(const Result<std::optional<std::string>>& lead_id) {
  if (!lead_id.ok()) return lead_id.error();
  return *lead_id ? std::vector{**lead_id} : std::vector<std::string>();
}

// One number as people write it in the field of a form: what they copy from there is looked up, too.
std::optional<ingest::Phone> phone_of(const ApiPorts& ports, const v1::LookupLeadsRequest& request) {
  const auto entry = ports.configs.find(request.workspace_id());
  const auto phones = ingest::read_phones(request.phone(), {"", entry ? entry->workspace.default_region() : ""});
  return phones.size() == 1 ? std::optional(phones.front()) : std::nullopt;
}

std::optional<ingest::Email> email_of(const v1::LookupLeadsRequest& request) {
  const auto emails = ingest::read_emails(request.email());
  return emails.size() == 1 ? std::optional(emails.front()) : std::nullopt;
}

void check_lookup(const ApiPorts& ports, const v1::LookupLeadsRequest& request, Checks& checks) {
  checks.that(request.by_case() != v1::LookupLeadsRequest::BY_NOT_SET, "by",
              "must be one of phone, email, provider, receipt_id");
  if (request.has_email()) checks.that(email_of(request).has_value(), "email", "must be an e-mail address");
  if (request.has_phone()) checks.that(phone_of(ports, request).has_value(), "phone", "must be a telephone number");
}

// The request has been checked.
Ids find_leads(const ApiPorts& ports, const v1::LookupLeadsRequest& request) {
  const ingest::Queries ingest(ports.states);
  const auto& workspace = request.workspace_id();
  if (request.has_receipt_id()) return leads_of(ingest.receipt(workspace, request.receipt_id()));
  if (request.has_email()) return leads_of(ingest.lead_id_of_email(workspace, email_of(request)->address));
  if (const auto phone = phone_of(ports, request); request.has_phone())
    return leads_of(ingest.lead_id_of_phone(workspace, phone->extension.empty() ? phone->e164 : phone->keys.front()));
  const auto& provider = request.provider();
  return leads_of(ingest.receipt_of_provider_id(workspace, provider.source_id(), provider.provider_id()));
}

v1::QuarantinedView view_of(const state::v1::Quarantined& kept) {
  v1::QuarantinedView view;
  view.set_receipt_id(kept.submission().receipt_id());
  view.set_source_id(kept.submission().source_id());
  view.set_reason(kept.reason());
  view.set_detail(kept.detail());
  view.set_at_micros(kept.at_micros());
  view.set_body(kept.submission().body());
  view.set_content_type(kept.submission().content_type());
  view.set_envelope_receipt_id(kept.envelope_receipt_id());
  view.set_item(kept.item());
  return view;
}

void add(const state::v1::Ledger& of_source, v1::GetLedgerResponse& ledger) {
  ledger.set_accepted(ledger.accepted() + of_source.accepted());
  ledger.set_created(ledger.created() + of_source.created());
  ledger.set_updated(ledger.updated() + of_source.updated());
  ledger.set_duplicates(ledger.duplicates() + of_source.duplicates());
  ledger.set_quarantined(ledger.quarantined() + of_source.quarantined());
  ledger.set_waiting(ledger.waiting() + of_source.waiting());
  ledger.set_nothing(ledger.nothing() + of_source.nothing());
  ledger.set_discarded(ledger.discarded() + of_source.discarded());
  ledger.set_tests(ledger.tests() + of_source.tests());
}

void add(const state::v1::RouterCounts& counts, v1::GetLedgerResponse& ledger) {
  ledger.set_leads(counts.leads());
  ledger.set_decided(counts.decided());
  ledger.set_owned(counts.owned());
  ledger.set_held(counts.held());
  ledger.set_nurtured(counts.nurtured());
  ledger.set_escalated(counts.escalated());
  ledger.set_closed(counts.closed());
  ledger.set_offered(counts.offered());
}

bool balanced(const v1::GetLedgerResponse& ledger) {
  const auto settled = ledger.created() + ledger.updated() + ledger.duplicates() + ledger.quarantined() +
                       ledger.waiting() + ledger.nothing() + ledger.discarded() + ledger.tests();
  return ledger.accepted() == settled && ledger.leads() == ledger.owned() + ledger.held() + ledger.nurtured() +
                                                               ledger.escalated() + ledger.closed() + ledger.offered();
}

void add_unread(const std::string& source, const std::map<std::string, std::int64_t>& fields,
                v1::GetLedgerResponse& ledger) {
  for (const auto& [field, leads] : fields) {
    auto& values = *ledger.add_unread_values();
    values.set_source_id(source);
    values.set_field(field);
    values.set_leads(leads);
  }
}

Status add_ledgers(stream::StateReader& states, const std::string& workspace, v1::GetLedgerResponse& ledger) {
  const ingest::Queries ingest(states);
  LEAKPROOF_ASSIGN(of_sources, ingest.ledgers(workspace));
  for (const auto& of_source : of_sources) add(of_source, ledger);
  LEAKPROOF_ASSIGN(unread, ingest.unread_values(workspace));
  for (const auto& [source, fields] : unread) add_unread(source, fields, ledger);
  return {};
}

}  // namespace

grpc::Status LeadService::SubmitLead(grpc::ServerContext* context, const v1::SubmitLeadRequest* request,
                                     v1::SubmitLeadResponse* response) {
  return LeadSubmission(ports_, *context, *request).finish(*response);
}

grpc::Status LeadService::SubmitLeads(grpc::ServerContext* context, LeadStream* stream) {
  LeadStreamReplies answers;
  std::thread answering([&] { answers.answer(*stream); });
  v1::SubmitLeadRequest request;
  while (stream->Read(&request)) answers.push(std::make_unique<LeadSubmission>(ports_, *context, request));
  answers.close();
  answering.join();
  return context->IsCancelled() ? cancelled() : grpc::Status::OK;
}

grpc::Status LeadService::GetLead(grpc::ServerContext* context, const v1::GetLeadRequest* request,
                                  v1::GetLeadResponse* response) {
  Checks checks(ports_, *context, *request);
  checks.id("lead_id", request->lead_id());
  checks.configured(ports_, request->workspace_id());
  if (!checks.ok()) return std::move(checks).status();
  auto view = read_lead(ports_.states, request->workspace_id(), request->lead_id());
  if (!view.ok()) return failed(view.error());
  if (!*view) return not_found("lead", request->lead_id());
  *response->mutable_lead() = **std::move(view);
  response->set_as_of_micros(to_micros(ports_.clock.now()));
  return grpc::Status::OK;
}

grpc::Status LeadService::LookupLeads(grpc::ServerContext* context, const v1::LookupLeadsRequest* request,
                                      v1::LookupLeadsResponse* response) {
  Checks checks(ports_, *context, *request);
  check_lookup(ports_, *request, checks);
  checks.configured(ports_, request->workspace_id());
  if (!checks.ok()) return std::move(checks).status();
  const auto ids = find_leads(ports_, *request);
  if (!ids.ok()) return failed(ids.error());
  for (const auto& id : *ids) {
    auto view = read_lead(ports_.states, request->workspace_id(), id);
    if (!view.ok()) return failed(view.error());
    if (*view) *response->add_leads() = **std::move(view);
  }
  return grpc::Status::OK;
}

grpc::Status LeadService::GetTimeline(grpc::ServerContext* context, const v1::GetTimelineRequest* request,
                                      v1::GetTimelineResponse* response) {
  Checks checks(ports_, *context, *request);
  checks.id("lead_id", request->lead_id()).page(request->page_size(), request->page_token());
  checks.configured(ports_, request->workspace_id());
  if (!checks.ok()) return std::move(checks).status();
  auto page = read_page(ports_.states, request->workspace_id(),
                        nurture::timeline_of(request->workspace_id(), request->lead_id()),
                        {request->page_size(), request->page_token()});
  if (!page.ok()) return failed_list(page.error());
  for (const auto& [key, bytes] : page->entries) {
    if (!response->add_events()->ParseFromString(bytes)) return failed(fatal("a stored timeline entry does not parse"));
  }
  response->set_next_page_token(page->next_token);
  return grpc::Status::OK;
}

grpc::Status LeadService::RecordActivity(grpc::ServerContext* context, const v1::RecordActivityRequest* request,
                                         v1::RecordActivityResponse* response) {
  auto activity = request->activity();
  activity.set_activity_id(request->request_id());
  if (auto status = access(ports_, *context, activity.workspace_id()); !status.ok()) return status;
  if (auto status = check_activity(activity, *request); !status.ok()) return status;
  response->set_activity_id(activity.activity_id());
  const auto outcome = record_activity(ports_, *context, std::move(activity), request->wait_for());
  response->set_ignored_reason(outcome.ignored_reason);
  return outcome.status;
}

grpc::Status LeadService::ListQuarantined(grpc::ServerContext* context, const v1::ListQuarantinedRequest* request,
                                          v1::ListQuarantinedResponse* response) {
  Checks checks(ports_, *context, *request);
  checks.page(request->page_size(), request->page_token());
  checks.configured(ports_, request->workspace_id());
  if (!checks.ok()) return std::move(checks).status();
  const auto list = ingest::Queries::quarantined(request->workspace_id());
  auto page = read_page(ports_.states, request->workspace_id(), list, {request->page_size(), request->page_token()});
  if (!page.ok()) return failed_list(page.error());
  for (const auto& [key, bytes] : page->entries) {
    state::v1::Quarantined kept;
    if (!kept.ParseFromString(bytes)) return failed(fatal("a stored quarantine entry does not parse"));
    auto& item = *response->add_items() = view_of(kept);
    if (kept.envelope_receipt_id().empty()) continue;
    auto envelope = ingest::Queries(ports_.states).envelope(request->workspace_id(), kept.envelope_receipt_id());
    if (!envelope.ok()) return failed(envelope.error());
    const auto size = *envelope ? (*envelope)->submission().body().size() : 0;
    if (size == 0 || response->ByteSizeLong() + size > kPageBytesMax) continue;
    item.set_body((*envelope)->submission().body());
  }
  response->set_next_page_token(page->next_token);
  return grpc::Status::OK;
}

grpc::Status LeadService::ListSilentLeads(grpc::ServerContext* context, const v1::ListSilentLeadsRequest* request,
                                          v1::ListSilentLeadsResponse* response) {
  Checks checks(ports_, *context, *request);
  checks.page(request->page_size(), request->page_token());
  checks.that(request->reason().empty() || is_silent_reason(request->reason()), "reason",
              "must be one of " + silent_reason_names());
  checks.configured(ports_, request->workspace_id());
  if (!checks.ok()) return std::move(checks).status();
  if (auto listed = list_silent(ports_.states, *request, *response); !listed.ok()) return failed_list(listed.error());
  return grpc::Status::OK;
}

grpc::Status LeadService::ReplayDeadLetter(grpc::ServerContext* context, const v1::ReplayDeadLetterRequest* request,
                                           v1::ReplayDeadLetterResponse*) {
  return replay_dead_letter(ports_, *context, *request);
}

grpc::Status LeadService::GetLedger(grpc::ServerContext* context, const v1::GetLedgerRequest* request,
                                    v1::GetLedgerResponse* response) {
  Checks checks(ports_, *context, *request);
  checks.configured(ports_, request->workspace_id());
  if (!checks.ok()) return std::move(checks).status();
  const auto& workspace = request->workspace_id();
  if (auto added = add_ledgers(ports_.states, workspace, *response); !added.ok()) return failed(added.error());
  auto counts = router::Queries(ports_.states).counts(workspace);
  if (!counts.ok()) return failed(counts.error());
  if (*counts) add(**counts, *response);
  if (auto counted = count_dead_letters(ports_.states, workspace, *response); !counted.ok())
    return failed(counted.error());
  response->set_balanced(balanced(*response));
  return grpc::Status::OK;
}

}  // namespace leakproof::api
