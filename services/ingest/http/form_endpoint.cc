// Tested by: services/ingest/http/http_endpoints_test.cc
#include <algorithm>

#include "crypto/digest.h"
#include "ingest/http/http_endpoints.h"

namespace leakproof::ingest {
namespace {

// Whether the page that sends may send here. Without an Origin it is no browser, or our own page.
bool may_send(const config::v1::Source& source, const HttpRequest& request) {
  const auto origin = request.header("origin");
  const auto& allowed = source.form().allowed_origins();
  if (!origin || allowed.empty()) return true;
  return std::find(allowed.begin(), allowed.end(), *origin) != allowed.end();
}

void add_cors(const config::v1::Source& source, const HttpRequest& request, HttpResponse& response) {
  response.headers.push_back({"Vary", "Origin"});
  const auto origin = request.header("origin");
  if (origin && !source.form().allowed_origins().empty() && may_send(source, request)) {
    response.headers.push_back({"Access-Control-Allow-Origin", std::string(*origin)});
  }
}

// A person with a browser is led on; a script gets JSON.
HttpResponse thanks(const config::v1::Source& source, const HttpRequest& request, const std::string& receipt) {
  const bool browser = request.header("accept").value_or("").find("text/html") != std::string_view::npos;
  HttpResponse response = json_response(202, receipt_body(receipt));
  if (browser && source.form().redirect().empty())
    response = {200, "text/html; charset=utf-8", "<!doctype html><title>Thank you</title><p>Thank you.</p>", {}};
  if (browser && !source.form().redirect().empty()) response = {303, "", "", {{"Location", source.form().redirect()}}};
  add_cors(source, request, response);
  return response;
}

bool is_trapped(const std::string& honeypot, const std::vector<DecodedLead>& leads) {
  if (honeypot.empty() || leads.empty()) return false;
  for (const auto& field : leads.front().fields) {
    if (field.names.front() != honeypot) continue;
    for (const auto& value : field.values) {
      if (!value.empty()) return true;
    }
  }
  return false;
}

}  // namespace

void HttpEndpoints::form(const HttpRequest& request, const Params& params, Respond respond) {
  const auto context = this->context(std::move(respond), "form");
  const auto resolved = resolve(params);
  if (!resolved || resolved->kind.endpoint != Endpoint::kForm) return context->refuse("unknown_source", problem(404));
  const auto& source = *resolved->source;
  if (!within_rates(params.at("workspace") + "/" + params.at("source"), request, context)) return;
  if (!is_form(request) && !is_json(request)) return context->refuse("content_type", problem(415));
  if (!constant_time_equal(source.path_token(), resolved->path_token))
    return context->refuse("not_authentic", problem(401));
  if (!may_send(source, request))
    return context->refuse("origin", problem(403, {}, "This site may not send to this form."));
  const auto leads = resolved->kind.decoder({request.header("content-type").value_or(""), request.body});
  if (!leads.ok()) return context->refuse("malformed", problem(400, {}, leads.error().message()));
  const auto key = request.header("idempotency-key");
  if (key && !is_key(*key)) return context->refuse("idempotency_key", bad_key());
  const auto made = submission(request, *resolved, key ? "key:" + std::string(*key) : "", context->began());
  auto answer = thanks(source, request, made.receipt_id());
  if (is_trapped(source.form().honeypot(), *leads))
    return context->refuse("honeypot", std::move(answer));  // a robot learns nothing
  auto lost = cannot_store(resolved->kind);
  add_cors(source, request, lost);
  if (key) return append_under_key(made, context, std::move(answer), std::move(lost));
  keep(made, context, std::move(answer), std::move(lost));
}

void HttpEndpoints::preflight(const HttpRequest& request, const Params& params, Respond respond) {
  const auto context = this->context(std::move(respond), "preflight");
  const auto resolved = resolve(params);
  if (!resolved || resolved->kind.endpoint != Endpoint::kForm) return context->refuse("unknown_source", problem(404));
  HttpResponse response{204, "", "", {}};
  add_cors(*resolved->source, request, response);
  response.headers.push_back({"Access-Control-Allow-Methods", "POST"});
  response.headers.push_back({"Access-Control-Allow-Headers", "Content-Type, Idempotency-Key"});
  response.headers.push_back({"Access-Control-Max-Age", "600"});
  context->answer(std::move(response));
}

}  // namespace leakproof::ingest
