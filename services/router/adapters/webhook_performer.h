// The outbox channel "webhook": tells a member's receiver, signed by Standard Webhooks 1.0. The entry's id is the webhook-id, so that a
// receiver can recognise a repeat. Calls go out on the client's thread; a slow receiver delays nobody else.
#pragma once
#include <functional>
#include <optional>
#include <string>

#include "base/time.h"
#include "leakproof/state/v1/state.pb.h"
#include "net/http_client.h"
#include "stream/performer.h"

namespace leakproof::router {

class WebhookPerformer final : public stream::Performer {
 public:
  using SecretOf = std::function<std::optional<std::string>(const std::string& workspace, const std::string& name)>;
  // All outlive the performer.
  WebhookPerformer(HttpClient& http, const Clock& clock, SecretOf secret_of)
      : http_(http), clock_(clock), secret_of_(std::move(secret_of)) {}
  void perform(const journal::v1::OutboxEntry& entry, std::function<void(stream::Attempt)> done) override;

 private:
  std::optional<std::string> sign(const state::v1::WebhookCall& call, const std::string& id, HttpCall& request) const;

  HttpClient& http_;
  const Clock& clock_;
  SecretOf secret_of_;
};

// Source: Standard Webhooks 1.0: 2xx done, 3xx failure, 410 gone for good; everything else may pass later.
stream::Attempt::State judge_webhook(int status);

}  // namespace leakproof::router
