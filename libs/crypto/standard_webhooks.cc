#include "crypto/standard_webhooks.h"

#include <optional>

#include "base/encoding.h"
#include "base/parse_number.h"
#include "crypto/digest.h"

namespace leakproof::crypto {
namespace {

constexpr std::string_view kPrefix = "whsec_";
constexpr std::string_view kVersion = "v1,";

std::optional<std::int64_t> parse_seconds(std::string_view text) {
  const auto seconds = parse_number<std::int64_t>(text);
  // Up to the year 9999: beyond it microseconds would overflow.
  return seconds && *seconds >= 0 && *seconds <= 253402300799 ? seconds : std::nullopt;
}

// Looks at every signature and secret, so that the time tells nothing about which came close.
bool any_matches(std::span<const WebhookSecret> secrets, const WebhookHeaders& headers, std::int64_t seconds,
                 std::string_view body) {
  bool matches = false;
  for (const WebhookSecret& secret : secrets) {
    const std::string expected = sign_webhook(secret, headers.id, seconds, body);
    for (std::string_view rest = headers.signature; !rest.empty();) {
      const std::size_t end = std::min(rest.find(' '), rest.size());
      matches |= constant_time_equal(rest.substr(0, end), expected);
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
  }
  return matches;
}

}  // namespace

Result<WebhookSecret> WebhookSecret::parse(std::string_view text) {
  const std::string form = "a webhook secret is whsec_ and base64 of 24 to 64 bytes";
  if (text.starts_with(kPrefix)) text.remove_prefix(kPrefix.size());
  auto key = base64_decode(std::string(text) + std::string((4 - text.size() % 4) % 4, '='));
  if (!key || key->size() < 24 || key->size() > 64) return refuse(form);
  return WebhookSecret(*std::move(key));
}

std::string sign_webhook(const WebhookSecret& secret, std::string_view id, std::int64_t seconds,
                         std::string_view body) {
  std::string signed_text(id);
  signed_text.append(".").append(std::to_string(seconds)).append(".").append(body);
  return std::string(kVersion) + base64_encode(bytes_of(hmac_sha256(secret.key(), signed_text)));
}

WebhookVerdict verify_webhook(std::span<const WebhookSecret> secrets, const WebhookHeaders& headers,
                              std::string_view body, Instant now, Duration tolerance) {
  const auto seconds = parse_seconds(headers.timestamp);
  if (!seconds || headers.id.empty() || headers.signature.empty()) return WebhookVerdict::kMalformed;
  const Duration age = now - Instant(std::chrono::seconds(*seconds));
  if (age > tolerance || age < -tolerance) return WebhookVerdict::kStale;
  return any_matches(secrets, headers, *seconds, body) ? WebhookVerdict::kValid : WebhookVerdict::kForged;
}

}  // namespace leakproof::crypto
