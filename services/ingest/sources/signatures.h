// Signatures of the platforms: is this request from who it says? Verified on the raw bytes, in constant time, before
// anything is read from them. Every formula stands in signatures.cc beside its source. Pure; any thread.
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

// Whether requests of this kind are signed (google: carry a key). The others have a path token instead.
bool is_signed(std::string_view kind);

// `secrets`: all that are valid now, one or two while one replaces the other; none is kForged. `kind` is_signed.
SignatureCheck verify(std::string_view kind, const std::vector<std::string>& secrets, const SignedRequest& request);

// LinkedIn's answer to its challenge.
std::string linkedin_challenge_response(std::string_view secret, std::string_view challenge_code);

}  // namespace leakproof::ingest
