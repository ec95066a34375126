// Tested by: services/ingest/http/http_endpoints_test.cc
#include "ingest/http/http_endpoints.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/check.h"
#include "base/crash_point.h"
#include "base/encoding.h"
#include "config/late_config.h"
#include "ingest/ids.h"
#include "net/multipart.h"
#include "observe/trace.h"
#include "stream/topics.h"

namespace leakproof::ingest {
namespace {

// Two equal bodies without an id that come this close together are one submission; it is a guess and its provider id
// says so.
constexpr auto kGuessWindow = std::chrono::minutes(10);

}  // namespace

Decoded decoded(const net::HttpRequest& request, const SourceKind& kind) {
  return kind.decoder({request.header("content-type").value_or(""), request.body});
}

std::string provider_id_of(const net::HttpRequest& request, const SourceKind& kind, const Decoded& leads, Instant now) {
  if (!kind.id_header.empty())
    return std::string(request.header(kind.id_header).value_or(request.header(kind.id_header_before).value_or("")));
  if (leads.ok() && leads->size() == 1 && !leads->front().provider_id.empty()) return leads->front().provider_id;
  const auto hash = crypto::hex(crypto::sha256(request.body));
  if (leads.ok() && leads->size() > 1) return "body:" + hash;
  return "guess:" + std::to_string(now.time_since_epoch() / kGuessWindow) + ":" + hash;
}

namespace {

// Answers that there are too many requests; false.
bool too_many(const RequestContextPtr& context) {
  auto busy = net::problem(429, {}, "Too many requests: wait and send it again.");
  busy.headers.push_back({"Retry-After", "1"});
  context->refuse("rate", std::move(busy));
  return false;
}

}  // namespace

void RequestContext::answer(net::HttpResponse response) {
  if (!refused_ && response.status < 400) senders_->taken(sender_, clock_.now());
  metrics_
      .counter("leakproof_edge_requests_total", "Requests by endpoint and status.",
               {{"door", endpoint_}, {"code", std::to_string(response.status)}})
      .Increment();
  metrics_
      .histogram("leakproof_edge_answer_seconds", "From request to answer.", observe::kEdgeSeconds,
                 {{"door", endpoint_}})
      .Observe(std::chrono::duration<double>(clock_.now() - began_).count());
  respond_(std::move(response));
}

void RequestContext::refuse(const std::string& reason, net::HttpResponse response) {
  refused_ = true;
  senders_->refused(sender_, endpoint_, reason, clock_.now());
  metrics_
      .counter("leakproof_edge_refused_total", "Requests refused, by reason.",
               {{"door", endpoint_}, {"reason", reason}})
      .Increment();
  answer(std::move(response));
}

void RequestContext::refuse_unclear(const Error& error) {
  auto answer = net::problem(503, {}, error.message());
  answer.headers.push_back({"Retry-After", "1"});
  refuse("config_unclear", std::move(answer));
}

HttpEndpoints::HttpEndpoints(stream::Log& log, const config::Directory& directory, const app::FileSecrets& secrets,
                             const Text& text, const Clock& clock, observe::Metrics& metrics,
                             HttpEndpointOptions options)
    : log_(log),
      directory_(directory),
      secrets_(secrets),
      text_(text),
      clock_(clock),
      metrics_(metrics),
      options_(std::move(options)),
      sources_(options_.per_source),
      addresses_(options_.per_address) {}

void HttpEndpoints::add_to(net::HttpRoutes& routes) {
  const auto at = [this](Handler handler) {
    return [this, handler](const net::HttpRequest& request, const net::PathParams& params, net::Respond respond) {
      serve(handler, request, params, std::move(respond));
    };
  };
  const net::BodyRule plain{net::kBodyBytesMax, true};
  const net::BodyRule forms{net::kBodyBytesMax, true, kMultipartBytesMax};
  const net::BodyRule hooks{kStoredBytesMax, true, kMultipartBytesMax};
  routes.add("POST", "/v1/workspaces/{workspace}/leads", at(&HttpEndpoints::json), plain);
  routes.add("GET", "/unsubscribe/{token}", at(&HttpEndpoints::unsubscribe_page));
  routes.add("POST", "/unsubscribe/{token}", at(&HttpEndpoints::unsubscribe), {4096, false});
  for (const std::string tail : {"", "/{path_token}"}) {
    routes.add("POST", "/hooks/{kind}/{workspace}/{source}" + tail, at(&HttpEndpoints::webhook), hooks);
    routes.add("GET", "/hooks/{kind}/{workspace}/{source}" + tail, at(&HttpEndpoints::challenge));
    routes.add("POST", "/f/{workspace}/{source}" + tail, at(&HttpEndpoints::form), forms);
    routes.add("OPTIONS", "/f/{workspace}/{source}" + tail, at(&HttpEndpoints::preflight));
  }
}

bool is_for_browsers(const std::string& path) { return path.starts_with("/f/") || path.starts_with("/unsubscribe/"); }

// Whether this process knows what the path names.
bool HttpEndpoints::knows(const Params& params) const {
  const auto workspace = params.find("workspace"), source = params.find("source");
  if (workspace == params.end()) return true;
  const auto entry = directory_.find(workspace->second);
  return entry && (source == params.end() || entry->source(source->second) != nullptr);
}

void HttpEndpoints::serve(Handler handler, const net::HttpRequest& request, const Params& params,
                          net::Respond respond) {
  if (options_.late_config != nullptr && !knows(params))
    return serve_when_current(handler, request, params, std::move(respond));
  (this->*handler)(request, params, std::move(respond));
}

// 404 is final for most senders: it is said only of what no process knows.
void HttpEndpoints::serve_when_current(Handler handler, const net::HttpRequest& request, const Params& params,
                                       net::Respond respond) {
  const auto later = std::make_shared<net::Respond>(std::move(respond));
  options_.late_config->when_current(params.at("workspace"), [=, this](Status current) {
    if (current.ok()) return (this->*handler)(request, params, std::move(*later));
    context(std::move(*later), "unknown")->refuse_unclear(current.error());
  });
}

RequestContextPtr HttpEndpoints::context(net::Respond respond, const std::string& endpoint) {
  return std::make_shared<RequestContext>(std::move(respond), endpoint, clock_, metrics_, options_.senders);
}

std::optional<HttpEndpoints::ResolvedSource> HttpEndpoints::resolve(const Params& params) const {
  auto workspace = directory_.find(params.at("workspace"));
  const auto* source = workspace ? workspace->source(params.at("source")) : nullptr;
  if (source == nullptr) return std::nullopt;
  const auto* kind = find_source_kind(source->kind());
  LEAKPROOF_CHECK(kind != nullptr);  // the configuration was checked against the same list
  const auto token = params.find("path_token");
  return ResolvedSource{std::move(workspace), source, *kind, token == params.end() ? "" : token->second};
}

// The secret path, where the source has one, and the signature, where its kind has one. A source with neither is open,
// as its author chose.
bool HttpEndpoints::authentic(const net::HttpRequest& request, const ResolvedSource& resolved, Instant now) const {
  const auto& source = *resolved.source;
  if (!crypto::constant_time_equal(source.path_token(), resolved.path_token)) return false;
  if (resolved.kind.verifier == nullptr) return true;
  if (source.secret().empty()) return !source.path_token().empty();
  const auto& workspace = resolved.workspace->workspace.workspace_id();
  const auto uri = options_.public_url + request.path + (request.query.empty() ? "" : "?" + request.query);
  const SignedRequest with{request.body, [&](std::string_view name) { return request.header(name); }, now,
                           request.method, uri};
  return resolved.kind.verifier(secrets_.live(workspace, source.secret()), with) == SignatureCheck::kValid;
}

bool HttpEndpoints::within_address_rate(const net::HttpRequest& request, const RequestContextPtr& context) {
  return addresses_.take(request.peer, context->began()) || too_many(context);
}

bool HttpEndpoints::within_rates(const std::string& source, const net::HttpRequest& request,
                                 const RequestContextPtr& context) {
  if (directory_.find(source.substr(0, source.find('/')))) context->sent_by(source);  // no name that a stranger made
  return within_address_rate(request, context) && (sources_.take(source, context->began()) || too_many(context));
}

lead::v1::Submission HttpEndpoints::submission(const net::HttpRequest& request, const ResolvedSource& resolved,
                                               const std::string& provider_id, std::string body, Instant now) const {
  const auto& source = *resolved.source;
  lead::v1::Submission made;
  made.set_workspace_id(resolved.workspace->workspace.workspace_id());
  made.set_source_id(source.source_id());
  made.set_kind(source.kind());
  made.set_receipt_id(receipt_id(made.workspace_id(), made.source_id(), provider_id));
  made.set_provider_id(provider_id);
  made.set_content_type(std::string(request.header("content-type").value_or("")));
  made.set_body(std::move(body));
  made.set_received_micros(to_micros(now));
  made.set_traceparent(trace_of(request, made.receipt_id()));
  for (const char* name : {"referer", "origin", "user-agent", "webhook-id", "svix-id"}) {
    if (auto value = request.header(name)) (*made.mutable_headers())[name] = std::string(*value);
  }
  return made;
}

void HttpEndpoints::append(const lead::v1::Submission& submission, const RequestContextPtr& context,
                           net::HttpResponse stored, net::HttpResponse lost, std::function<void(bool)> done) {
  append(stream::topics::kLeadSubmissions, submission.workspace_id(), submission.SerializeAsString(), context,
         std::move(stored), std::move(lost), std::move(done));
}

void HttpEndpoints::append(const std::string& topic, const std::string& workspace, std::string value,
                           const RequestContextPtr& context, net::HttpResponse stored, net::HttpResponse lost,
                           std::function<void(bool)> done) {
  const stream::TopicPartition to{topic, stream::partition_of(workspace, log_.partitions())};
  auto ended = [context, stored = std::move(stored), lost = std::move(lost),
                done = std::move(done)](Result<stream::Offset> offset) {
    if (offset.ok()) crash_point(CrashPoint::kBeforeAnswer);
    if (done) done(offset.ok());
    if (offset.ok())
      context->answer(stored);
    else
      context->refuse("cannot_store", lost);
  };
  log_.inputs().append(to, {workspace, std::move(value), {}}, std::move(ended));
}

void HttpEndpoints::keep(const lead::v1::Submission& submission, const RequestContextPtr& context,
                         net::HttpResponse stored, net::HttpResponse lost) {
  if (!options_.spool) return append(submission, context, std::move(stored), std::move(lost));
  options_.spool->append({submission.workspace_id(), submission.SerializeAsString(), {}},
                         [context, stored = std::move(stored), lost = std::move(lost)](Status kept) {
                           if (kept.ok())
                             context->answer(stored);
                           else
                             context->refuse("cannot_store", lost);
                         });
}

void HttpEndpoints::append_under_key(const lead::v1::Submission& submission, const RequestContextPtr& context,
                                     net::HttpResponse stored, net::HttpResponse lost, bool to_quarantine) {
  const auto& receipt = submission.receipt_id();
  const auto seen = keys_->begin(receipt, crypto::sha256(submission.body()));
  if (seen == RecentKeys::Seen::kOtherBody)
    return context->refuse("key_reused",
                           net::problem(422, {}, "This Idempotency-Key was used with another body: use a new one."));
  if (seen == RecentKeys::Seen::kInFlight)
    return context->refuse(
        "in_flight",
        net::problem(409, {}, "A request with this Idempotency-Key is being stored: wait for its answer."));
  append(submission, context, std::move(stored), std::move(lost),
         [keys = keys_, receipt, to_quarantine](bool done) { keys->end(receipt, done && !to_quarantine); });
}

bool is_utf8_or_unsaid(const net::HttpRequest& request) {
  const auto charset = request.charset();
  return charset.empty() || charset == "utf-8" || charset == "utf8";
}

bool is_json(const net::HttpRequest& request) {
  const auto type = request.media_type();
  return is_utf8_or_unsaid(request) &&
         (type == "application/json" || (type.starts_with("application/") && type.ends_with("+json")));
}

// In any character set: a browser sends a form in that of its page.
bool is_form(const net::HttpRequest& request) {
  const auto type = request.media_type();
  return type == "application/x-www-form-urlencoded" || type == "multipart/form-data";
}

std::optional<std::string> stored_body(const net::HttpRequest& request) {
  if (request.body.size() <= kStoredBytesMax) return request.body;
  auto form = net::without_files(request.header("content-type").value_or(""), request.body);
  return form.ok() && form->size() <= kStoredBytesMax ? std::optional(*std::move(form)) : std::nullopt;
}

net::HttpResponse too_large() { return net::problem(413, {}, "The form is too large, even without its files."); }

bool is_key(std::string_view key) {
  return !key.empty() && key.size() <= 255 &&
         std::all_of(key.begin(), key.end(), [](char c) { return c >= 0x21 && c <= 0x7e; });
}

net::HttpResponse bad_key() {
  return net::problem(400, {}, "Send an Idempotency-Key of 1 to 255 visible ASCII characters.");
}

net::HttpResponse cannot_store(const SourceKind& kind) {
  const auto body = kind.answers.cannot_store_body;
  auto response = body.empty() ? net::problem(503, {}, "The lead cannot be stored now: send it again.")
                               : net::json_response(503, std::string(body));
  response.headers.push_back({"Retry-After", "5"});
  return response;
}

std::string trace_of(const net::HttpRequest& request, const std::string& id) {
  const auto given = request.header("traceparent");
  auto context = given ? observe::parse_traceparent(*given) : std::nullopt;
  return observe::format_traceparent(context ? *context : observe::root_trace(id));
}

std::string receipt_body(const std::string& receipt_id, const std::vector<Fault>& notes) {
  nlohmann::ordered_json body = {{"receipt_id", receipt_id}};
  for (const auto& note : notes) body["notes"].push_back({{"field", note.pointer}, {"detail", note.detail}});
  return body.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace leakproof::ingest
