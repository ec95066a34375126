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

std::optional<std::string> read_secret(const std::filesystem::path& folder, const std::string& workspace,
                                       const std::string& name);

// Writes a fresh secret, for its owner's eyes only, wherever one of config::secrets_of() is missing; gives the names
// written. Tokens of bots are the bot's platform's to give. `random_bytes(n)`
// gives n of them.
Result<std::vector<std::string>> make_secrets(const std::filesystem::path& folder,
                                              const config::v1::Workspace& workspace,
                                              const std::function<std::string(std::size_t)>& random_bytes);

}  // namespace leakproof::leadctl
