// Channel "webhook": WebhookCall → a POST in the shape of Standard Webhooks 1.0 (docs/formats/notifications.md). The entry's id is
// webhook-id, the same at every attempt, so the receiver can tell a repeat. Thread-safe.
#pragma once
#include <functional>
#include <optional>
#include <string>

#include "base/time.h"
#include "net/http_client.h"
#include "stream/performer.h"

namespace leakproof::router {

// The content of a secret file of a workspace; nullopt when there is none. Thread-safe.
using SecretOf = std::function<std::optional<std::string>(const std::string& workspace, const std::string& name)>;

class WebhookPerformer final : public stream::Performer {
 public:
  // `client` and `clock` outlive it and every call it has begun.
  WebhookPerformer(HttpClient& client, const Clock& clock, SecretOf secret_of)
      : client_(client), clock_(clock), secret_of_(std::move(secret_of)) {}
  void perform(const journal::v1::OutboxEntry& entry, std::function<void(stream::Attempt)> done) override;

 private:
  HttpClient& client_;
  const Clock& clock_;
  SecretOf secret_of_;
};

// What an answer means: 2xx delivered, 410 and 3xx failed, all else to be tried again (when the receiver says, where it says so).
stream::Attempt attempt_of(const Result<HttpAnswer>& answer, Instant now);

}  // namespace leakproof::router
