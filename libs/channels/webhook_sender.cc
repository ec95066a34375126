#include "channels/webhook_sender.h"

#include "app/stage_definition.h"
#include "channels/table/channel.h"
#include "crypto/standard_webhooks.h"
#include "leakproof/state/v1/state.pb.h"

namespace leakproof::channels {
namespace {

using stream::AttemptResult;

// The headers every call has, and the signature of one with a secret.
Result<net::HttpHeaders> headers_of(const journal::v1::OutboxEntry& entry, const state::v1::WebhookCall& call,
                                    const SecretsOf& secrets_of, Instant now) {
  const std::int64_t seconds = std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count();
  net::HttpHeaders headers = {
      {"Content-Type", "application/json"}, {"webhook-id", entry.id()}, {"webhook-timestamp", std::to_string(seconds)}};
  if (!entry.traceparent().empty()) headers.push_back({"traceparent", entry.traceparent()});
  if (call.secret().empty()) return headers;
  const auto texts = secrets_of(call.workspace_id(), call.secret());
  if (texts.empty()) return retry("there is no secret " + call.secret() + ": put its file into the secrets directory");
  std::string signatures;
  for (const auto& text : texts) {
    LEAKPROOF_ASSIGN(secret, crypto::WebhookSecret::parse(text));
    signatures += (signatures.empty() ? "" : " ") + crypto::sign_webhook(secret, entry.id(), seconds, call.body());
  }
  headers.push_back({"webhook-signature", std::move(signatures)});
  return headers;
}

}  // namespace

AttemptResult attempt_of(const Result<net::HttpAnswer>& answer, Instant now) {
  if (!answer)
    return answer.error().disposition() == Disposition::kRefuse ? AttemptResult::failed(answer.error().message())
                                                                : AttemptResult::again(answer.error().message());
  const int status = answer->status;
  const std::string detail = "HTTP " + std::to_string(status);
  if (status >= 200 && status < 300) return {AttemptResult::State::kDelivered, detail, std::nullopt};
  if (status >= 300 && status < 400)
    return AttemptResult::failed(detail + ": redirects are not followed, configure the final URL");
  if (status == 410) return AttemptResult::failed(detail + ": the receiver is gone");
  AttemptResult attempt = AttemptResult::again(detail);
  attempt.of_this_call_alone = status >= 400 && status < 500 && status != 408 && status != 429;
  const bool busy = status == 429 || status == 502 || status == 503 || status == 504;
  const auto at = busy ? net::retry_after(answer->headers, now) : std::nullopt;
  if (at && *at > now) attempt.retry_after = *at - now;
  return attempt;
}

std::string WebhookSender::receiver(const journal::v1::OutboxEntry& entry) const {
  state::v1::WebhookCall call;
  if (!call.ParseFromString(entry.payload())) return {};
  const auto host = call.url().find("://");
  return call.url().substr(0, host == std::string::npos ? host : call.url().find_first_of("/?#", host + 3));
}

void WebhookSender::send(const journal::v1::OutboxEntry& entry, std::function<void(AttemptResult)> done) {
  state::v1::WebhookCall call;
  if (!call.ParseFromString(entry.payload())) return done(AttemptResult::failed("the entry holds no WebhookCall"));
  auto headers = headers_of(entry, call, secrets_of_, clock_.now());
  // A secret can be mended; until then nothing is sent unsigned, and others of the receiver's calls go on.
  if (!headers) return done({AttemptResult::State::kTryAgain, headers.error().message(), std::nullopt, true});
  net::HttpCall http;
  http.url = call.url();
  http.headers = *std::move(headers);
  http.body = call.body();
  client_.send(std::move(http), [&clock = clock_, done = std::move(done)](Result<net::HttpAnswer> answer) {
    done(attempt_of(answer, clock.now()));
  });
}

std::unique_ptr<stream::OutboxSender> make_webhook_sender(const app::StageDependencies& dependencies) {
  return std::make_unique<WebhookSender>(dependencies.http, dependencies.clock, secrets_of(dependencies.secrets));
}

}  // namespace leakproof::channels
