#include <algorithm>

#include "crypto/digest.h"
#include "ingest/codec.h"
#include "ingest/http/http_endpoints.h"
#include "ingest/sources/lead_notes.h"

namespace leakproof::ingest {
namespace {

bool wants_page(const net::HttpRequest& request) {
  return request.header("accept").value_or("").find("text/html") != std::string_view::npos;
}

// A browser that goes from page to page with the form, as opposed to a script that fetches.
bool is_navigation(const net::HttpRequest& request) {
  if (const auto mode = request.header("sec-fetch-mode")) return *mode == "navigate";
  return wants_page(request);
}

// Whether the page that sends may send here. Without an Origin it is no browser, or our own page; "null" is the origin
// of a navigation from a page that asks for no referrer.
bool may_send(const config::v1::Source& source, const net::HttpRequest& request) {
  const auto origin = request.header("origin");
  const auto& allowed = source.form().allowed_origins();
  if (!origin || allowed.empty() || (*origin == "null" && is_navigation(request))) return true;
  return std::find(allowed.begin(), allowed.end(), *origin) != allowed.end();
}

void add_cors(const config::v1::Source& source, const net::HttpRequest& request, net::HttpResponse& response) {
  response.headers.push_back({"Vary", "Origin"});
  const auto origin = request.header("origin");
  if (origin && *origin != "null" && !source.form().allowed_origins().empty() && may_send(source, request)) {
    response.headers.push_back({"Access-Control-Allow-Origin", std::string(*origin)});
  }
}

// A person with a browser is led on; a script gets JSON.
net::HttpResponse thanks(const config::v1::Source& source, const net::HttpRequest& request, const std::string& receipt,
                         const LeadNotes& notes) {
  const bool browser = wants_page(request);
  net::HttpResponse response = net::json_response(202, receipt_body(receipt, listed(notes)));
  if (browser && source.form().redirect().empty())
    response = {200, "text/html; charset=utf-8", "<!doctype html><title>Thank you</title><p>Thank you.</p>", {}};
  if (browser && !source.form().redirect().empty()) response = {303, "", "", {{"Location", source.form().redirect()}}};
  add_cors(source, request, response);
  return response;
}

net::HttpResponse may_not_send() { return net::problem(403, {}, "This site may not send to this form."); }

}  // namespace

void HttpEndpoints::form(const net::HttpRequest& request, const Params& params, net::Respond respond) {
  const auto context = this->context(std::move(respond), "form");
  const auto resolved = resolve(params);
  if (!resolved || resolved->kind.endpoint != Endpoint::kForm)
    return context->refuse("unknown_source", net::problem(404));
  const auto& source = *resolved->source;
  if (!within_rates(params.at("workspace") + "/" + params.at("source"), request, context)) return;
  if (!is_form(request) && !is_json(request))
    return context->refuse(
        "content_type", net::problem(415, {}, "Send a form (urlencoded or multipart), or application/json, in UTF-8."));
  if (!crypto::constant_time_equal(source.path_token(), resolved->path_token))
    return context->refuse("not_authentic", net::problem(401));
  if (!may_send(source, request)) return context->refuse("origin", may_not_send());
  const auto leads = decoded(request, resolved->kind);
  if (!leads.ok()) return context->refuse("malformed", net::problem(400, {}, leads.error().message()));
  const auto key = request.header("idempotency-key");
  if (key && !is_key(*key)) return context->refuse("idempotency_key", bad_key());
  auto body = stored_body(request);
  if (!body) return context->refuse("too_large", too_large());
  const auto id = key ? "key:" + std::string(*key) : provider_id_of(request, resolved->kind, leads, context->began());
  const auto made = submission(request, *resolved, id, *std::move(body), context->began());
  LeadNotes notes;
  if (leads->size() == 1 && (key || !wants_page(request)))
    notes = notes_on(leads->front(), rules_of(resolved->workspace->workspace, source, text_), text_, context->began());
  auto answer =
      thanks(source, request, made.receipt_id(), notes);  // a robot in the trap is thanked, too, and learns nothing
  auto lost = cannot_store(resolved->kind);
  add_cors(source, request, lost);
  if (key) return append_under_key(made, context, std::move(answer), std::move(lost), !notes.quarantined.empty());
  keep(made, context, std::move(answer), std::move(lost));
}

void HttpEndpoints::preflight(const net::HttpRequest& request, const Params& params, net::Respond respond) {
  const auto context = this->context(std::move(respond), "preflight");
  const auto resolved = resolve(params);
  if (!resolved || resolved->kind.endpoint != Endpoint::kForm)
    return context->refuse("unknown_source", net::problem(404));
  if (!may_send(*resolved->source, request)) return context->refuse("origin", may_not_send());
  net::HttpResponse response{204, "", "", {}};
  add_cors(*resolved->source, request, response);
  response.headers.push_back({"Access-Control-Allow-Methods", "POST"});
  response.headers.push_back({"Access-Control-Allow-Headers", "Content-Type, Idempotency-Key"});
  response.headers.push_back({"Access-Control-Max-Age", "600"});
  context->answer(std::move(response));
}

}  // namespace leakproof::ingest
