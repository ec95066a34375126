// The secrets that a configuration names: the one list for all who look for their files, make them, or say what is
// wrong with them. Pure.
#pragma once
#include <string>
#include <vector>

#include "leakproof/config/v1/workspace.pb.h"

namespace leakproof::config {

// Those that no line of a configuration names; the same as in app/secrets.h and crypto/unsubscribe_token.h.
inline constexpr const char* kApiTokenName = "api_token";
inline constexpr const char* kUnsubscribeKeyName = "unsubscribe_key";

struct NamedSecret {
  std::string of;  // "workspace", "source", "member"
  std::string id;
  std::string name;  // of its file
  bool is_standard_webhooks = false;
  bool is_required = true;    // false: what it protects is open without it
  std::string given_by = {};  // for people: which third party issues it, and where; empty: it is ours to make
};

// Where the access token of a `meta` source comes from.
inline constexpr const char* kMetaTokenFrom =
    "Meta: business.facebook.com, Business settings, System users, Generate token, for the page, with leads_retrieval "
    "and pages_manage_metadata";
inline constexpr const char* kBotTokenFrom = "the bot's platform; of Telegram @BotFather";

// In the order of the configuration; a name may stand there more than once.
std::vector<NamedSecret> secrets_of(const v1::Workspace& workspace);

}  // namespace leakproof::config
