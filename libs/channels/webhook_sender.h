// Channel "webhook": WebhookCall → a POST in the shape of Standard Webhooks 1.0 (docs/formats/notifications.md). The
// entry's id is webhook-id, the same at every attempt, so the receiver can tell a repeat. While a secret is replaced,
// it is signed with both. Thread-safe.
#pragma once
#include <functional>
#include <string>

#include "base/time.h"
#include "channels/secret_of.h"
#include "net/http_client.h"
#include "stream/outbox_sender.h"

namespace leakproof::channels {

class WebhookSender final : public stream::OutboxSender {
 public:
  // `client` and `clock` outlive it and every call it has begun.
  WebhookSender(net::HttpClient& client, const Clock& clock, SecretsOf secrets_of)
      : client_(client), clock_(clock), secrets_of_(std::move(secrets_of)) {}
  // Scheme, host and port.
  std::string receiver(const journal::v1::OutboxEntry& entry) const override;
  void send(const journal::v1::OutboxEntry& entry, std::function<void(stream::AttemptResult)> done) override;

 private:
  net::HttpClient& client_;
  const Clock& clock_;
  SecretsOf secrets_of_;
};

// What an answer means: 2xx delivered, 410 and 3xx failed, all else to be tried again (when the receiver says, where it
// says so).
stream::AttemptResult attempt_of(const Result<net::HttpAnswer>& answer, Instant now);

}  // namespace leakproof::channels
