#include "crypto/unsubscribe_token.h"

#include "base/encoding.h"
#include "crypto/digest.h"

namespace leakproof::crypto {
namespace {

constexpr std::size_t kSignatureDigits = 32;

std::string signature_of(std::string_view key, std::string_view workspace, std::string_view lead) {
  std::string named("unsubscribe");
  for (const auto part : {workspace, lead}) named.append(1, '\0').append(part);
  return hex(hmac_sha256(key, named)).substr(0, kSignatureDigits);
}

}  // namespace

std::optional<UnsubscribeToken> UnsubscribeToken::parse(std::string_view text) {
  const auto second = text.rfind('.');
  if (second == text.npos || text.size() - second - 1 != kSignatureDigits) return std::nullopt;
  const auto first = text.substr(0, second).rfind('.');
  if (first == text.npos || first == 0 || first + 1 == second) return std::nullopt;
  return UnsubscribeToken{std::string(text.substr(0, first)), std::string(text.substr(first + 1, second - first - 1)),
                          std::string(text.substr(second + 1))};
}

std::string UnsubscribeToken::unsigned_text(std::string_view workspace, std::string_view lead) {
  return std::string(workspace) + "." + std::string(lead);
}

std::string UnsubscribeToken::sign(std::string_view key, std::string_view workspace, std::string_view lead) {
  return unsigned_text(workspace, lead) + "." + signature_of(key, workspace, lead);
}

bool UnsubscribeToken::signed_by(std::string_view key) const {
  return constant_time_equal(signature_of(key, workspace, lead), signature);
}

}  // namespace leakproof::crypto
