#include "leadctl/secrets_folder.h"

#include <algorithm>
#include <fstream>

#include "base/encoding.h"
#include "base/read_file.h"
#include "config/named_secrets.h"

namespace leakproof::leadctl {

namespace fs = std::filesystem;

std::optional<std::string> read_secret(const fs::path& folder, const std::string& workspace, const std::string& name) {
  auto secret = read_file(folder / workspace / name);
  if (!secret.ok()) return std::nullopt;
  secret->erase(secret->find_last_not_of("\r\n") + 1);
  return *std::move(secret);
}

Result<MadeSecrets> make_secrets(const fs::path& folder, const config::v1::Workspace& workspace, bool for_trial,
                                 const std::function<std::string(std::size_t)>& random_bytes) {
  MadeSecrets made;
  std::error_code error;
  fs::create_directories(folder / workspace.workspace_id(), error);
  for (const auto& secret : config::secrets_of(workspace)) {
    const auto path = folder / workspace.workspace_id() / secret.name;
    if (fs::exists(path, error)) continue;
    const bool is_invented = secret.given_by.empty() || (for_trial && secret.of == "source");
    if (!is_invented) {
      const MadeSecrets::Missing missing{secret.name, secret.given_by};
      if (std::ranges::find(made.missing, missing) == made.missing.end()) made.missing.push_back(missing);
      continue;
    }
    std::ofstream file(path, std::ios::binary);
    fs::permissions(path, fs::perms::owner_read | fs::perms::owner_write, error);
    file << (secret.is_standard_webhooks ? "whsec_" + base64_encode(random_bytes(32)) : hex(random_bytes(24))) << '\n';
    file.close();
    if (!file) return refuse(path.string() + " cannot be written");
    made.written.push_back(secret.name);
  }
  return made;
}

}  // namespace leakproof::leadctl
