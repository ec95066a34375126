#include "ingest/sources/signatures.h"

#include <algorithm>
#include <charconv>
#include <map>

#include "base/check.h"
#include "base/encoding.h"
#include "crypto/digest.h"
#include "crypto/standard_webhooks.h"
#include "ingest/sources/json.h"

namespace leakproof::ingest {
namespace {

constexpr Duration kTolerance = std::chrono::minutes(5);
using Secrets = std::vector<std::string>;

std::string joined(std::initializer_list<std::string_view> parts) {
  std::string out;
  for (auto part : parts) out += part;
  return out;
}
std::string hex_mac(std::string_view secret, std::string_view text) { return hex(hmac_sha256(secret, text)); }
std::string base64_mac(std::string_view secret, std::string_view text) {
  return base64_encode(bytes_of(hmac_sha256(secret, text)));
}

// Looks at all of them, so that the time taken does not say which one matched.
template <class Expected>
SignatureCheck match(const Secrets& secrets, std::string_view given, Expected expected) {
  bool valid = false;
  for (const auto& secret : secrets) valid |= !secret.empty() && constant_time_equal(given, expected(secret));
  return valid ? SignatureCheck::kValid : SignatureCheck::kForged;
}

std::optional<std::int64_t> whole_number(std::string_view text) {
  std::int64_t value = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || value < 0) return std::nullopt;
  return value;
}
bool is_fresh(std::string_view milliseconds, Instant now) {
  auto value = whole_number(milliseconds);
  if (!value || *value > 100'000'000'000'000) return false;
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

void append_escape(std::string& out, unsigned unit) {
  static constexpr char kDigits[] = "0123456789abcdef";
  out += "\\u";
  for (int shift = 12; shift >= 0; shift -= 4) out += kDigits[unit >> shift & 0xf];
}

// Every character beyond ASCII as \uXXXX. Nothing when the text is not UTF-8 of the shape that JSON parsing has
// accepted.
std::string escaped(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    const auto lead = static_cast<unsigned char>(text[i]);
    const std::size_t length = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    if (length == 1) {
      out += text[i++];
      continue;
    }
    if (i + length > text.size()) return {};
    unsigned point = lead & (0x7fu >> length);
    for (std::size_t k = 1; k < length; ++k) point = point << 6 | (static_cast<unsigned char>(text[i + k]) & 0x3fu);
    i += length;
    if (point < 0x10000) {
      append_escape(out, point);
    } else {
      append_escape(out, 0xd800 + ((point - 0x10000) >> 10));
      append_escape(out, 0xdc00 + ((point - 0x10000) & 0x3ff));
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
      return "mac=" + hex(sha256(joined({app, request.body, timestamp, secret})));
    });
  };
  const auto by_body = with(of_body), by_header = with(of_header);
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

SignatureCheck verify_standard(const Secrets& secrets, const SignedRequest& request) {
  auto id = request.header("webhook-id"), timestamp = request.header("webhook-timestamp"),
       signature = request.header("webhook-signature");
  if (!id || !timestamp || !signature) return SignatureCheck::kMissing;
  if (id->empty() || id->find('.') != id->npos)
    return SignatureCheck::kForged;  // the parts of the signed text are joined by dots: no id may shift them
  std::vector<WebhookSecret> keys;
  for (const auto& secret : secrets) {
    if (auto key = WebhookSecret::parse(secret); key.ok()) keys.push_back(*std::move(key));
  }
  switch (verify_webhook(keys, {*id, *timestamp, *signature}, request.body, request.now, kTolerance)) {
    case WebhookVerdict::kValid:
      return SignatureCheck::kValid;
    case WebhookVerdict::kStale:
      return SignatureCheck::kStale;
    default:
      return SignatureCheck::kForged;
  }
}

using Verifier = SignatureCheck (*)(const Secrets&, const SignedRequest&);
const std::map<std::string_view, Verifier>& verifiers() {
  static const std::map<std::string_view, Verifier> table = {
      {"meta", verify_meta},        {"google", verify_google},   {"typeform", verify_typeform},
      {"tally", verify_tally},      {"webflow", verify_webflow}, {"hubspot", verify_hubspot},
      {"tiktok", verify_tiktok},    {"zalo", verify_zalo},       {"linkedin", verify_linkedin},
      {"webhook", verify_standard},
  };
  return table;
}

}  // namespace

bool is_signed(std::string_view kind) { return verifiers().contains(kind); }

SignatureCheck verify(std::string_view kind, const Secrets& secrets, const SignedRequest& request) {
  auto found = verifiers().find(kind);
  LEAKPROOF_CHECK(found != verifiers().end());
  return found->second(secrets, request);
}

std::string linkedin_challenge_response(std::string_view secret, std::string_view challenge_code) {
  return hex_mac(secret, challenge_code);
}

}  // namespace leakproof::ingest
