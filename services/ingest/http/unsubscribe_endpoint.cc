// Tested by: services/ingest/http/http_endpoints_test.cc
// Mail scanners follow links, so GET shows a page and changes nothing; POST, by the page's button or by a mail client
// in one click (RFC 8058), is what the person wants. No cookie, no login, no redirect: anyone who holds the link may
// use it.
#include <algorithm>

#include "crypto/unsubscribe_token.h"
#include "ingest/http/http_endpoints.h"
#include "leakproof/lead/v1/activity.pb.h"
#include "stream/topics.h"

namespace leakproof::ingest {
namespace {

net::HttpResponse page(int status, const std::string& title, const std::string& content) {
  return {status,
          "text/html; charset=utf-8",
          "<!doctype html><html lang=\"en\"><meta name=\"viewport\" content=\"width=device-width\"><meta "
          "name=\"robots\" content=\"noindex\">"
          "<title>" +
              title + "</title><h1>" + title + "</h1>" + content,
          {{"Cache-Control", "no-store"},
           {"Referrer-Policy", "no-referrer"},
           {"X-Content-Type-Options", "nosniff"},
           {"Content-Security-Policy", "default-src 'none'; form-action 'self'; frame-ancestors 'none'"}}};
}

net::HttpResponse question() {
  return page(
      200, "Unsubscribe",
      "<p>Do you want to get no more of these e-mails?</p>"
      "<form method=\"post\"><button name=\"List-Unsubscribe\" value=\"One-Click\">Unsubscribe</button></form>");
}

net::HttpResponse no_such_link() {
  return page(404, "This link does not work",
              "<p>It may have been cut in two: copy all of it, or answer the e-mail.</p>");
}

net::HttpResponse try_again() {
  auto response =
      page(503, "Please try again", "<p>This cannot be stored at the moment. Please try again in a minute.</p>");
  response.headers.push_back({"Retry-After", "5"});
  return response;
}

// A repeat is the same activity: it has no second effect.
lead::v1::Activity opt_out(const crypto::UnsubscribeToken& token, Instant now) {
  lead::v1::Activity activity;
  activity.set_activity_id("unsubscribe_" + token.lead);
  activity.set_workspace_id(token.workspace);
  activity.set_lead_id(token.lead);
  activity.set_actor("lead");
  activity.set_occurred_micros(to_micros(now));
  activity.set_received_micros(to_micros(now));
  activity.mutable_opt_out()->set_channel("email");
  return activity;
}

}  // namespace

std::optional<crypto::UnsubscribeToken> HttpEndpoints::unsubscribe_token(const Params& params) const {
  auto token = crypto::UnsubscribeToken::parse(params.at("token"));
  if (!token) return std::nullopt;
  const auto keys = secrets_.live(token->workspace, crypto::kUnsubscribeKey);
  const bool is_ours =
      std::any_of(keys.begin(), keys.end(), [&](const std::string& key) { return token->signed_by(key); });
  return is_ours ? std::move(token) : std::nullopt;
}

void HttpEndpoints::unsubscribe_page(const net::HttpRequest& request, const Params& params, net::Respond respond) {
  const auto context = this->context(std::move(respond), "unsubscribe");
  if (!within_address_rate(request, context)) return;
  if (!unsubscribe_token(params)) return context->refuse("not_authentic", no_such_link());
  context->answer(question());
}

void HttpEndpoints::unsubscribe(const net::HttpRequest& request, const Params& params, net::Respond respond) {
  const auto context = this->context(std::move(respond), "unsubscribe");
  if (!within_address_rate(request, context)) return;
  const auto token = unsubscribe_token(params);
  if (!token) return context->refuse("not_authentic", no_such_link());
  auto activity = opt_out(*token, context->began());
  activity.set_traceparent(trace_of(request, activity.activity_id()));
  append(stream::topics::kSalesActivities, token->workspace, activity.SerializeAsString(), context,
         page(200, "Unsubscribed", "<p>You will get no more of these e-mails.</p>"), try_again());
}

}  // namespace leakproof::ingest
