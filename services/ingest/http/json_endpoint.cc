// Tested by: services/ingest/http/http_endpoints_test.cc
// A first-party endpoint: a wrong frame is told member by member before anything is stored; of a lead that is stored
// the answer names what is kept as text only. The workspace is that of the token.
#include <algorithm>
#include <iterator>

#include "ingest/codec.h"
#include "ingest/http/http_endpoints.h"
#include "ingest/sources/lead_notes.h"
#include "net/bearer.h"

namespace leakproof::ingest {
namespace {

std::string_view bearer(const net::HttpRequest& request) {
  return net::token_of_header(request.header("authorization").value_or(""));
}

// The named source, or the only one of its kind.
const config::v1::Source* source_of(const config::v1::Workspace& workspace, const std::string& id) {
  const config::v1::Source* found = nullptr;
  for (const auto& source : workspace.sources()) {
    const auto* kind = find_source_kind(source.kind());
    if (kind->endpoint != Endpoint::kJson || (!id.empty() && source.source_id() != id)) continue;
    if (found != nullptr) return nullptr;
    found = &source;
  }
  return found;
}

std::vector<net::FieldFault> told(const std::vector<Fault>& faults) {
  std::vector<net::FieldFault> out;
  for (const auto& fault : faults) out.push_back({fault.pointer, fault.detail});
  return out;
}

}  // namespace

void HttpEndpoints::json(const net::HttpRequest& request, const Params& params, net::Respond respond) {
  const auto context = this->context(std::move(respond), "json");
  const auto& workspace = params.at("workspace");
  if (!within_rates(workspace, request, context)) return;
  if (!secrets_.matches(workspace, "api_token", bearer(request))) {
    const bool lost = !secrets_.is_open(workspace) && secrets_.live(workspace, app::kApiToken).empty();
    auto answer =
        net::problem(401, {},
                     lost ? "The file of the workspace's token is gone from the server's secrets: put it back."
                          : "Send the workspace's token as Authorization: Bearer TOKEN.");
    answer.headers.push_back({"WWW-Authenticate", "Bearer"});
    return context->refuse("not_authentic", std::move(answer));
  }
  const auto entry = directory_.find(workspace);
  if (!entry)
    return context->refuse("unknown_workspace",
                           net::problem(404, {}, "This workspace has no configuration: apply one first."));
  if (!is_json(request))
    return context->refuse("content_type", net::problem(415, {}, "Send application/json in UTF-8."));
  const auto key = request.header("idempotency-key").value_or("");
  if (!is_key(key)) return context->refuse("idempotency_key", bad_key());
  json_lead(request, entry, std::string(key), options_.late_config == nullptr, context);
}

// The source stands in the body: that this process does not know it may mean that it does not know it yet.
void HttpEndpoints::json_lead_when_current(const net::HttpRequest& request, const std::string& workspace,
                                           const std::string& key, const RequestContextPtr& context) {
  options_.late_config->when_current(workspace, [=, this](Status current) {
    if (!current.ok()) return context->refuse_unclear(current.error());
    json_lead(request, directory_.find(workspace), key, true, context);
  });
}

void HttpEndpoints::json_lead(const net::HttpRequest& request,
                              const std::shared_ptr<const config::Directory::Entry>& workspace, const std::string& key,
                              bool is_current, const RequestContextPtr& context) {
  const auto lead = read_json_lead(request.body);
  if (!lead.ok()) return context->refuse("malformed", net::problem(400, {}, lead.error().message()));
  if (!lead->faults.empty()) return context->refuse("invalid", net::problem(422, {}, {}, told(lead->faults)));
  if (lead->decoded.fields.empty())
    return context->refuse("invalid", net::problem(422, {}, {}, {{"/fields", "must hold a field at least"}}));
  const auto* source = source_of(workspace->workspace, lead->source);
  if (source == nullptr && !is_current)
    return json_lead_when_current(request, workspace->workspace.workspace_id(), key, context);
  if (source == nullptr)
    return context->refuse("invalid",
                           net::problem(422, {}, {}, {{"/source", "must be the id of a source of kind json"}}));
  const auto notes = notes_on(lead->decoded, rules_of(workspace->workspace, *source, text_), text_, context->began());
  auto told_of = lead->notes;
  std::ranges::copy(listed(notes), std::back_inserter(told_of));
  const auto& kind = *find_source_kind(source->kind());
  const auto made = submission(request, {workspace, source, kind, ""}, key, request.body, context->began());
  append_under_key(made, context, net::json_response(202, receipt_body(made.receipt_id(), told_of)), cannot_store(kind),
                   !notes.quarantined.empty());
}

}  // namespace leakproof::ingest
