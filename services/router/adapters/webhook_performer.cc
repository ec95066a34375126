#include "router/adapters/webhook_performer.h"

#include "crypto/standard_webhooks.h"
#include "leakproof/state/v1/state.pb.h"

namespace leakproof::router {

using stream::Attempt;

Attempt::State judge_webhook(int status) {
  if (status >= 200 && status < 300) return Attempt::State::kDelivered;
  if (status == 410 || (status >= 300 && status < 400)) return Attempt::State::kFailed;
  return Attempt::State::kTryAgain;
}

// Adds timestamp and signature; what stands in the way, in words, when the secret cannot be had.
std::optional<std::string> WebhookPerformer::sign(const state::v1::WebhookCall& call, const std::string& id, HttpCall& request) const {
  const std::string file = "secret file '" + call.secret() + "'";
  const auto text = secret_of_(call.workspace_id(), call.secret());
  if (!text) return file + " is missing";
  const auto secret = WebhookSecret::parse(*text);
  if (!secret.ok()) return file + ": " + secret.error().message();
  const auto seconds = std::chrono::floor<std::chrono::seconds>(clock_.now()).time_since_epoch().count();
  request.headers.push_back({"webhook-timestamp", std::to_string(seconds)});
  request.headers.push_back({"webhook-signature", sign_webhook(*secret, id, seconds, call.body())});
  return std::nullopt;
}

void WebhookPerformer::perform(const journal::v1::OutboxEntry& entry, std::function<void(Attempt)> done) {
  state::v1::WebhookCall call;
  if (!call.ParseFromString(entry.payload())) return done({Attempt::State::kFailed, "the call is damaged", {}});
  HttpCall request{.method = "POST", .url = call.url(), .body = call.body()};
  request.headers = {{"Content-Type", "application/json"}, {"webhook-id", entry.id()}};
  if (!entry.traceparent().empty()) request.headers.push_back({"traceparent", entry.traceparent()});
  if (auto problem = call.secret().empty() ? std::nullopt : sign(call, entry.id(), request))
    return done({Attempt::State::kTryAgain, *problem, {}});
  http_.send(std::move(request), [this, done = std::move(done)](Result<HttpAnswer> answer) {
    if (!answer.ok()) {
      const bool refused = answer.error().disposition() == Disposition::kRefuse;
      return done({refused ? Attempt::State::kFailed : Attempt::State::kTryAgain, answer.error().message(), {}});
    }
    Attempt attempt{judge_webhook(answer->status), "status " + std::to_string(answer->status), {}};
    const Instant now = clock_.now();
    if (auto at = retry_after(answer->headers, now)) attempt.retry_after = *at - now;
    done(std::move(attempt));
  });
}

}  // namespace leakproof::router
