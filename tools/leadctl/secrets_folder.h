// The secrets of a workspace as the server reads them: DIR/<workspace>/<name>, one secret a file, its last line break
// not part of it.
#pragma once
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "leakproof/config/v1/workspace.pb.h"

namespace leakproof::leadctl {

// Every secret that the configuration names or needs (api_token, unsubscribe_key), each with the kind of source that
// uses it ("" where any text will do); but for tokens of bots, which are the bot's platform's to give.
struct SecretName {
  std::string name;
  std::string kind;
};
std::vector<SecretName> secret_names(const config::v1::Workspace& workspace);

std::optional<std::string> read_secret(const std::filesystem::path& folder, const std::string& workspace,
                                       const std::string& name);

// Writes a fresh secret, for its owner's eyes only, wherever one is missing; gives the names written. `random_bytes(n)`
// gives n of them.
Result<std::vector<std::string>> make_secrets(const std::filesystem::path& folder,
                                              const config::v1::Workspace& workspace,
                                              const std::function<std::string(std::size_t)>& random_bytes);

}  // namespace leakproof::leadctl
