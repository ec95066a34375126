// Tested by: services/ingest/http/http_endpoints_test.cc
// Platforms read no error text and retry 5xx: once a request is authentic it is stored, whatever it holds; the pipeline
// quarantines what it cannot read.
#include "ingest/http/http_endpoints.h"
#include "ingest/sources/signatures.h"
#include "net/urlencoded.h"

namespace leakproof::ingest {
namespace {

// Form builders; they do not send again.
bool takes_forms(const std::string& kind) { return kind == "form" || kind == "elementor" || kind == "ladipage"; }

// One body for every failure of signature, time, secret or token: it tells nobody which it was. The codes are the
// platforms'.
HttpResponse not_authentic(const std::string& kind) {
  if (kind == "google") return json_response(400, R"({"message":"the key is not valid"})");
  return problem(kind == "meta" ? 403 : 401, {}, "The request is not authentic: check the secret of this source.");
}

HttpResponse stored(const std::string& kind, const std::string& receipt) {
  if (kind == "google") return json_response(200, "{}");
  return json_response(200, receipt_body(receipt));
}

std::string parameter(const FormFields& fields, std::string_view name) {
  for (const auto& [key, value] : fields) {
    if (key == name) return value;
  }
  return {};
}

bool is_empty_object(std::string_view body) {
  const auto start = body.find_first_not_of(" \r\n\t");
  return start != body.npos && body[start] == '{' && body.find_first_not_of(" \r\n\t", start + 1) == body.rfind('}') &&
         body.ends_with('}');
}

}  // namespace

void HttpEndpoints::webhook(const HttpRequest& request, const Params& params, Respond respond) {
  const auto context = this->context(std::move(respond), "webhook");
  const auto place = this->place(params);
  const auto& kind = params.at("kind");
  if (!place || place->source->kind() != kind) return context->refuse("unknown_source", problem(404));
  if (!within_rates(params.at("workspace") + "/" + params.at("source"), request, context)) return;
  if (!is_json(request) && !(takes_forms(kind) && is_form(request)))
    return context->refuse("content_type", problem(415));
  if (kind == "zalo" && is_empty_object(request.body))
    return context->answer(json_response(200, "{}"));  // sent unsigned when the address is saved
  if (!authentic(request, *place, context->began())) return context->refuse("not_authentic", not_authentic(kind));
  const auto made = submission(request, *place, "", context->began());
  if (takes_forms(kind)) return keep(made, context, stored(kind, made.receipt_id()), cannot_store(kind));
  append(made, context, stored(kind, made.receipt_id()), cannot_store(kind));
}

// GET: Meta and LinkedIn prove that the address is ours.
void HttpEndpoints::challenge(const HttpRequest& request, const Params& params, Respond respond) {
  const auto context = this->context(std::move(respond), "challenge");
  const auto place = this->place(params);
  if (!place || place->source->kind() != params.at("kind")) return context->refuse("unknown_source", problem(404));
  const auto query = parse_urlencoded(request.query);
  if (!query.ok()) return context->refuse("malformed", problem(400));
  const auto& workspace = params.at("workspace");
  const auto& source = *place->source;
  if (source.kind() == "meta" && parameter(*query, "hub.mode") == "subscribe") {
    if (!secrets_.matches(workspace, source.meta().verify_token(), parameter(*query, "hub.verify_token"))) {
      return context->refuse("not_authentic", problem(403));
    }
    return context->answer(
        {200, "text/plain", parameter(*query, "hub.challenge"), {{"X-Content-Type-Options", "nosniff"}}});
  }
  const auto code = parameter(*query, "challengeCode");
  const auto secrets = secrets_.live(workspace, source.secret());
  const bool plain = code.find_first_not_of("0123456789abcdefABCDEF-") == std::string::npos;
  if (source.kind() != "linkedin" || code.empty() || !plain || secrets.empty())
    return context->refuse("malformed", problem(400));
  context->answer(json_response(200, "{\"challengeCode\":\"" + code + "\",\"challengeResponse\":\"" +
                                         linkedin_challenge_response(secrets.front(), code) + "\"}"));
}

}  // namespace leakproof::ingest
