// Tested by: services/ingest/http/http_endpoints_test.cc
// Platforms read no error text and retry 5xx: once a request is authentic it is stored, whatever it holds; the pipeline
// quarantines what it cannot read. Where the answer is ours to write, it names what is kept as text, as at every door.
#include <algorithm>
#include <iterator>

#include "ingest/codec.h"
#include "ingest/http/http_endpoints.h"
#include "ingest/sources/lead_notes.h"

namespace leakproof::ingest {
namespace {

// One body for every failure of signature, time, secret or token: it tells nobody which it was.
net::HttpResponse not_authentic(const PlatformAnswers& answers) {
  if (!answers.not_authentic_body.empty())
    return net::json_response(answers.not_authentic, std::string(answers.not_authentic_body));
  return net::problem(answers.not_authentic, {}, "The request is not authentic: check the secret of this source.");
}

// Of several leads each note begins with the place of its lead: /1/fields/phone.
std::vector<Fault> notes_on_hook(const Decoded& leads, const SourceRules& rules, const Text& text, Instant now) {
  if (!leads.ok()) return {};
  std::vector<Fault> all;
  for (std::size_t i = 0; i < leads->size(); ++i) {
    for (auto& note : listed(notes_on((*leads)[i], rules, text, now))) {
      if (leads->size() > 1) note.pointer = "/" + std::to_string(i) + note.pointer;
      all.push_back(std::move(note));
    }
  }
  return all;
}

bool is_blank(char c) { return c == ' ' || c == '\r' || c == '\n' || c == '\t'; }

std::string parameter(const net::FormFields& fields, std::string_view name) {
  for (const auto& [key, value] : fields) {
    if (key == name) return value;
  }
  return {};
}

bool is_empty_object(std::string_view body) {
  std::string plain;
  if (body.starts_with("\xEF\xBB\xBF")) body.remove_prefix(3);
  std::ranges::copy_if(body.substr(0, 64), std::back_inserter(plain), [](char c) { return !is_blank(c); });
  return plain == "{}" && body.size() <= 64;
}

// Kinds of our own API prove their sender by the workspace's token, which a hook does not ask for.
bool has_hook(const SourceKind& kind) {
  return kind.endpoint == Endpoint::kWebhook || kind.endpoint == Endpoint::kForm;
}

// Only the platforms that challenge an address ask for it by GET.
net::HttpResponse not_a_get() {
  auto response = net::problem(405);
  response.headers.push_back({"Allow", "POST"});
  return response;
}

// It is written into JSON as it came.
bool is_challenge_code(const std::string& text) {
  return !text.empty() && text.find_first_not_of("0123456789abcdefABCDEF-") == std::string::npos;
}

}  // namespace

void HttpEndpoints::webhook(const net::HttpRequest& request, const Params& params, net::Respond respond) {
  const auto context = this->context(std::move(respond), "webhook");
  const auto resolved = resolve(params);
  if (!resolved || resolved->kind.name != params.at("kind") || !has_hook(resolved->kind))
    return context->refuse("unknown_source", net::problem(404));
  const auto& kind = resolved->kind;
  if (!within_rates(params.at("workspace") + "/" + params.at("source"), request, context)) return;
  if (!is_json(request) && !(kind.sends_forms && is_form(request)))
    return context->refuse("content_type",
                           net::problem(415, {},
                                        kind.sends_forms ? "This hook takes application/json or a form, in UTF-8."
                                                         : "This hook takes application/json in UTF-8."));
  if (kind.probe == Probe::kEmptyObject && is_empty_object(request.body))
    return context->answer(net::json_response(200, "{}"));
  if (!authentic(request, *resolved, context->began()))
    return context->refuse("not_authentic", not_authentic(kind.answers));
  auto body = stored_body(request);
  if (!body) return context->refuse("too_large", too_large());
  const auto leads = decoded(request, kind);
  const auto id = provider_id_of(request, kind, leads, context->began());
  const auto made = submission(request, *resolved, id, *std::move(body), context->began());
  auto answer = net::json_response(200, std::string(kind.answers.stored_body));
  if (kind.answers.stored_body.empty())
    answer.body = receipt_body(made.receipt_id(),
                               notes_on_hook(leads, rules_of(resolved->workspace->workspace, *resolved->source, text_),
                                             text_, context->began()));
  if (kind.resends) return append(made, context, std::move(answer), cannot_store(kind));
  keep(made, context, std::move(answer), cannot_store(kind));
}

void HttpEndpoints::challenge(const net::HttpRequest& request, const Params& params, net::Respond respond) {
  const auto context = this->context(std::move(respond), "challenge");
  const auto resolved = resolve(params);
  if (!resolved || resolved->kind.name != params.at("kind"))
    return context->refuse("unknown_source", net::problem(404));
  const auto probe = resolved->kind.probe;
  if (probe != Probe::kVerifyToken && probe != Probe::kChallengeCode) return context->refuse("method", not_a_get());
  const auto query = net::parse_urlencoded(request.query);
  if (!query.ok()) return context->refuse("malformed", net::problem(400));
  if (probe == Probe::kVerifyToken && parameter(*query, "hub.mode") == "subscribe")
    return answer_verify_token(*query, *resolved, context);
  if (const auto code = parameter(*query, "challengeCode"); probe == Probe::kChallengeCode && is_challenge_code(code))
    return answer_challenge_code(code, *resolved, context);
  context->refuse("malformed", net::problem(400));
}

// Meta.
void HttpEndpoints::answer_verify_token(const net::FormFields& query, const ResolvedSource& resolved,
                                        const RequestContextPtr& context) {
  const auto& workspace = resolved.workspace->workspace.workspace_id();
  if (!secrets_.matches(workspace, resolved.source->meta().verify_token(), parameter(query, "hub.verify_token")))
    return context->refuse("not_authentic", net::problem(403));
  context->answer({200, "text/plain", parameter(query, "hub.challenge"), {{"X-Content-Type-Options", "nosniff"}}});
}

// LinkedIn.
void HttpEndpoints::answer_challenge_code(const std::string& code, const ResolvedSource& resolved,
                                          const RequestContextPtr& context) {
  const auto secrets = secrets_.live(resolved.workspace->workspace.workspace_id(), resolved.source->secret());
  if (secrets.empty()) return context->refuse("malformed", net::problem(400));
  context->answer(net::json_response(200, "{\"challengeCode\":\"" + code + "\",\"challengeResponse\":\"" +
                                              linkedin_challenge_response(secrets.front(), code) + "\"}"));
}

}  // namespace leakproof::ingest
