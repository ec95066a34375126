// The token of an opt-out link, "<workspace>.<lead>.<32 hex digits>": names a lead without saying who it is, and is
// signed, so that nobody can make one from the id of a lead. Signed when a mail is sent, checked by the public door.
// Pure functions.
#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace leakproof::crypto {

// The secret of the workspace that signs; while it is replaced, "<name>.previous" is accepted too.
inline constexpr const char* kUnsubscribeKey = "unsubscribe_key";

struct UnsubscribeToken {
  std::string workspace;
  std::string lead;
  std::string signature;

  // nullopt for anything that sign() does not make.
  static std::optional<UnsubscribeToken> parse(std::string_view text);
  // "<workspace>.<lead>", what is signed.
  static std::string unsigned_text(std::string_view workspace, std::string_view lead);
  static std::string sign(std::string_view key, std::string_view workspace, std::string_view lead);
  // Takes the same time whatever the signature.
  bool signed_by(std::string_view key) const;
};

}  // namespace leakproof::crypto
