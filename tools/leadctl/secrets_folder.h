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

struct MadeSecrets {
  std::vector<std::string> written;
  struct Missing {
    std::string name;
    std::string given_by;  // for people: who issues it, and where
    auto operator<=>(const Missing&) const = default;
  };
  std::vector<Missing> missing;  // what a third party issues is not ours to make
};

// Writes a fresh secret, for its owner's eyes only, wherever one of config::secrets_of() is missing that is ours to
// make; for a trial without the platforms also those by which they sign. `random_bytes(n)` gives n of them.
Result<MadeSecrets> make_secrets(const std::filesystem::path& folder, const config::v1::Workspace& workspace,
                                 bool for_trial, const std::function<std::string(std::size_t)>& random_bytes);

}  // namespace leakproof::leadctl
