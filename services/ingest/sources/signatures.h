// What a verifier is: says whether a request is from who it says. It works on the raw bytes, in constant time, before
// anything else is read from them. The formulas stand in signatures.cc, each beside its source. Pure; any thread.
#pragma once
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"

namespace leakproof::ingest {

struct SignedRequest {
  std::string_view body;                                                         // as on the wire
  std::function<std::optional<std::string_view>(std::string_view name)> header;  // by lower-case name
  Instant now;
  std::string_view method;  // HubSpot signs these two
  std::string_view uri;     // as the sender wrote it, with scheme and host
};

enum class SignatureCheck {
  kValid,
  kMissing,  // the header that carries the signature is not there
  kStale,    // signed too long ago, or in the future
  kForged,   // it matches none of the secrets
};

// All that are valid now: one, or two while one replaces the other. With none of them every request is kForged.
using Secrets = std::vector<std::string>;
using Verifier = SignatureCheck (*)(const Secrets& secrets, const SignedRequest& request);

// Parts of formulas. match() compares what was sent with what each secret gives, and looks at all of them, so that the
// time taken does not say which one matched.
SignatureCheck match(const Secrets& secrets, std::string_view given,
                     const std::function<std::string(const std::string& secret)>& expected);
std::string hex_mac(std::string_view secret, std::string_view text);     // HMAC-SHA-256
std::string base64_mac(std::string_view secret, std::string_view text);  // the same
// Whether the time, in milliseconds since 1970, is within five minutes of `now`.
bool is_fresh(std::string_view milliseconds, Instant now);

// LinkedIn's answer to its challenge.
std::string linkedin_challenge_response(std::string_view secret, std::string_view challenge_code);

}  // namespace leakproof::ingest
