#include "ingest/sources/signatures.h"

#include <unicode/utf16.h>
#include <unicode/utf8.h>

#include "base/encoding.h"
#include "base/parse_number.h"
#include "crypto/digest.h"
#include "crypto/standard_webhooks.h"
#include "ingest/sources/json.h"
#include "ingest/sources/source_kinds.h"

namespace leakproof::ingest {
namespace {

constexpr Duration kTolerance = std::chrono::minutes(5);

std::string joined(std::initializer_list<std::string_view> parts) {
  std::string out;
  for (auto part : parts) out += part;
  return out;
}

void append_escape(std::string& out, unsigned unit) {
  static constexpr char kDigits[] = "0123456789abcdef";
  out += "\\u";
  for (int shift = 12; shift >= 0; shift -= 4) out += kDigits[unit >> shift & 0xf];
}

// Every character beyond ASCII as \uXXXX; empty when the text is not UTF-8.
std::string escaped(std::string_view text) {
  std::string out;
  for (std::size_t next = 0; next < text.size();) {
    UChar32 character = 0;
    U8_NEXT(text.data(), next, text.size(), character);
    if (character < 0) return {};
    if (character < 0x80) {
      out += static_cast<char>(character);
    } else if (character < 0x10000) {
      append_escape(out, static_cast<unsigned>(character));
    } else {
      append_escape(out, U16_LEAD(character));
      append_escape(out, U16_TRAIL(character));
    }
  }
  return out;
}

// developers.tiktok.com/doc/webhooks-verification: "t=<seconds>,s=<hex>"
SignatureCheck verify_tiktok_developer(const Secrets& secrets, std::string_view header, const SignedRequest& request) {
  const auto comma = header.find(",s=");
  if (!header.starts_with("t=") || comma == header.npos) return SignatureCheck::kForged;
  const auto timestamp = header.substr(2, comma - 2);
  if (!is_fresh(joined({timestamp, "000"}), request.now)) return SignatureCheck::kStale;
  return match(secrets, header.substr(comma + 3), [&](const std::string& secret) {
    return hex_mac(secret, joined({timestamp, ".", request.body}));
  });
}

}  // namespace

std::string hex_mac(std::string_view secret, std::string_view text) {
  return crypto::hex(crypto::hmac_sha256(secret, text));
}
std::string base64_mac(std::string_view secret, std::string_view text) {
  return base64_encode(crypto::bytes_of(crypto::hmac_sha256(secret, text)));
}

SignatureCheck match(const Secrets& secrets, std::string_view given,
                     const std::function<std::string(const std::string& secret)>& expected) {
  bool valid = false;
  for (const auto& secret : secrets) valid |= !secret.empty() && crypto::constant_time_equal(given, expected(secret));
  return valid ? SignatureCheck::kValid : SignatureCheck::kForged;
}

bool is_fresh(std::string_view milliseconds, Instant now) {
  const auto value = parse_number<std::int64_t>(milliseconds);
  if (!value || *value < 0 || *value > 100'000'000'000'000) return false;
  const auto apart = now - Instant(std::chrono::milliseconds(*value));
  return apart <= kTolerance && apart >= -kTolerance;
}

// developers.facebook.com/docs/graph-api/webhooks/getting-started
SignatureCheck verify_meta(const Secrets& secrets, const SignedRequest& request) {
  auto given = request.header("x-hub-signature-256");
  if (!given) return SignatureCheck::kMissing;
  return match(secrets, *given, [&](const std::string& secret) { return "sha256=" + hex_mac(secret, request.body); });
}

// developers.google.com/google-ads/webhook/docs/implementation: a key in the body, nothing else
SignatureCheck verify_google(const Secrets& secrets, const SignedRequest& request) {
  auto root = parse_json(request.body);
  const auto given = root.ok() ? text_at(*root, "/google_key") : "";
  if (given.empty()) return SignatureCheck::kMissing;
  return match(secrets, given, [](const std::string& secret) { return secret; });
}

// typeform.com/developers/webhooks/secure-your-webhooks
SignatureCheck verify_typeform(const Secrets& secrets, const SignedRequest& request) {
  auto given = request.header("typeform-signature");
  if (!given) return SignatureCheck::kMissing;
  return match(secrets, *given,
               [&](const std::string& secret) { return "sha256=" + base64_mac(secret, request.body); });
}

// developers.tally.so
SignatureCheck verify_tally(const Secrets& secrets, const SignedRequest& request) {
  auto given = request.header("tally-signature");
  if (!given) return SignatureCheck::kMissing;
  return match(secrets, *given, [&](const std::string& secret) { return base64_mac(secret, request.body); });
}

// developers.webflow.com/data/docs/working-with-webhooks
SignatureCheck verify_webflow(const Secrets& secrets, const SignedRequest& request) {
  auto given = request.header("x-webflow-signature");
  auto timestamp = request.header("x-webflow-timestamp");
  if (!given || !timestamp) return SignatureCheck::kMissing;
  if (!is_fresh(*timestamp, request.now)) return SignatureCheck::kStale;
  return match(secrets, *given, [&](const std::string& secret) {
    return hex_mac(secret, joined({*timestamp, ":", request.body}));
  });
}

// developers.hubspot.com/docs/api/webhooks/validating-requests (v3)
SignatureCheck verify_hubspot(const Secrets& secrets, const SignedRequest& request) {
  auto given = request.header("x-hubspot-signature-v3");
  auto timestamp = request.header("x-hubspot-request-timestamp");
  if (!given || !timestamp) return SignatureCheck::kMissing;
  if (!is_fresh(*timestamp, request.now)) return SignatureCheck::kStale;
  const auto text = joined({request.method, request.uri, request.body, *timestamp});
  return match(secrets, *given, [&](const std::string& secret) { return base64_mac(secret, text); });
}

// The lead callback, by its public implementations: over the raw body or over its \u-escaped form.
SignatureCheck verify_tiktok(const Secrets& secrets, const SignedRequest& request) {
  if (auto developer = request.header("tiktok-signature")) return verify_tiktok_developer(secrets, *developer, request);
  auto given = request.header("x-open-signature");
  if (!given) return SignatureCheck::kMissing;
  const auto raw = match(secrets, *given, [&](const std::string& secret) { return hex_mac(secret, request.body); });
  const auto ascii = escaped(request.body);
  const auto other = match(secrets, *given, [&](const std::string& secret) { return hex_mac(secret, ascii); });
  return raw == SignatureCheck::kValid ? raw : other;
}

// developers.zalo.me (OA webhook), public verifiers: plain SHA-256 of appId + body + timestamp + secret; the time is
// the body's or the header's.
SignatureCheck verify_zalo(const Secrets& secrets, const SignedRequest& request) {
  auto given = request.header("x-zevent-signature");
  if (!given) return SignatureCheck::kMissing;
  auto root = parse_json(request.body);
  if (!root.ok()) return SignatureCheck::kForged;
  const auto app = text_at(*root, at(*root, "/app_id") ? "/app_id" : "/appId");  // Mini App events spell it so
  const auto of_body = text_at(*root, "/timestamp");
  const auto of_header = std::string(request.header("x-zevent-timestamp").value_or(of_body));
  const auto with = [&](const std::string& timestamp) {
    return match(secrets, *given, [&](const std::string& secret) {
      return "mac=" + crypto::hex(crypto::sha256(joined({app, request.body, timestamp, secret})));
    });
  };
  const auto by_body = with(of_body);
  const auto by_header = with(of_header);
  return by_body == SignatureCheck::kValid ? by_body : by_header;
}

// learn.microsoft.com/linkedin/shared/api-guide/webhook-validation: the prefix is inside the signed text
SignatureCheck verify_linkedin(const Secrets& secrets, const SignedRequest& request) {
  auto given = request.header("x-li-signature");
  if (!given) return SignatureCheck::kMissing;
  return match(secrets, *given, [&](const std::string& secret) {
    return hex_mac(secret, joined({"hmacsha256=", request.body}));
  });
}

namespace {

// The parts of the signed text are joined by dots, and an id may hold some. No time may be moved from the id into the
// body or out of it: a body that begins with a number and a dot could be one that was signed as part of the head.
bool could_be_shifted(std::string_view body) {
  const auto digits = std::min(body.find_first_not_of("0123456789"), body.size());
  return digits > 0 && body.substr(digits).starts_with('.');
}

// Svix, whose scheme became the standard, still sends its headers by their older names.
std::optional<crypto::WebhookHeaders> webhook_headers(const SignedRequest& request) {
  for (const std::string prefix : {"webhook-", "svix-"}) {
    const auto id = request.header(prefix + "id");
    const auto timestamp = request.header(prefix + "timestamp");
    const auto signature = request.header(prefix + "signature");
    if (id && timestamp && signature) return crypto::WebhookHeaders{*id, *timestamp, *signature};
  }
  return std::nullopt;
}

}  // namespace

SignatureCheck verify_standard_webhook(const Secrets& secrets, const SignedRequest& request) {
  const auto headers = webhook_headers(request);
  if (!headers) return SignatureCheck::kMissing;
  if (headers->id.empty() || could_be_shifted(request.body)) return SignatureCheck::kForged;
  std::vector<crypto::WebhookSecret> keys;
  for (const auto& secret : secrets) {
    if (auto key = crypto::WebhookSecret::parse(secret); key.ok()) keys.push_back(*std::move(key));
  }
  switch (crypto::verify_webhook(keys, *headers, request.body, request.now, kTolerance)) {
    case crypto::WebhookVerdict::kValid:
      return SignatureCheck::kValid;
    case crypto::WebhookVerdict::kStale:
      return SignatureCheck::kStale;
    default:
      return SignatureCheck::kForged;
  }
}

std::string linkedin_challenge_response(std::string_view secret, std::string_view challenge_code) {
  return hex_mac(secret, challenge_code);
}

}  // namespace leakproof::ingest
