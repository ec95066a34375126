// Standard Webhooks 1.0: what we send is signed with it, and it is the scheme of our own JSON source.
// Source: standard-webhooks/standard-webhooks, spec. Symmetric scheme "v1" only; other versions in a header are passed
// over. Any thread.
#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "base/personal.h"
#include "base/result.h"
#include "base/time.h"

namespace leakproof::crypto {

class WebhookSecret {
 public:
  // Base64 of 24 to 64 bytes, with or without "whsec_" in front and padding behind, as all libraries take it; refused
  // otherwise. The error never quotes the secret.
  static Result<WebhookSecret> parse(std::string_view text);
  const std::string& key() const { return key_.reveal(); }

 private:
  explicit WebhookSecret(std::string key) : key_(std::move(key)) {}
  Personal<std::string> key_;  // never printed
};

// The three headers as they came: webhook-id, webhook-timestamp, webhook-signature.
struct WebhookHeaders {
  std::string_view id;
  std::string_view timestamp;
  std::string_view signature;
};

enum class WebhookVerdict {
  kValid,
  kMalformed,  // a header is missing or not in its form
  kStale,      // the timestamp is further from now than the tolerance, on either side
  kForged,     // no signature matches any secret
};

constexpr Duration kWebhookTolerance = std::chrono::seconds(300);

// The value of webhook-signature: "v1,<base64>" over "id.seconds.body".
std::string sign_webhook(const WebhookSecret& secret, std::string_view id, std::int64_t seconds, std::string_view body);
// Valid when one of the space-separated signatures matches one of the secrets (two are valid while one replaces the
// other). `body` is the raw bytes.
WebhookVerdict verify_webhook(std::span<const WebhookSecret> secrets, const WebhookHeaders& headers,
                              std::string_view body, Instant now, Duration tolerance = kWebhookTolerance);

}  // namespace leakproof::crypto
