#include "leadctl/secrets_folder.h"

#include <fstream>
#include <iterator>
#include <set>

#include "base/encoding.h"

namespace leakproof::leadctl {

namespace fs = std::filesystem;

std::vector<SecretName> secret_names(const config::v1::Workspace& workspace) {
  std::vector<SecretName> names{{"api_token", ""}};
  const auto add = [&](const std::string& name, const std::string& kind) {
    if (!name.empty()) names.push_back({name, kind});
  };
  for (const auto& source : workspace.sources()) {
    add(source.secret(), source.kind());
    add(source.meta().verify_token(), "");
    add(source.meta().access_token(), "");
  }
  if (workspace.has_messaging()) add("unsubscribe_key", "");
  for (const auto& member : workspace.members()) {
    add(member.webhook_secret(), "webhook");
    for (const auto& channel : member.notify()) {
      if (channel.by() == "webhook") add(channel.secret(), "webhook");
    }
  }
  return names;
}

std::optional<std::string> read_secret(const fs::path& folder, const std::string& workspace, const std::string& name) {
  std::ifstream file(folder / workspace / name, std::ios::binary);
  if (!file) return std::nullopt;
  std::string secret{std::istreambuf_iterator<char>(file), {}};
  while (!secret.empty() && (secret.back() == '\n' || secret.back() == '\r')) secret.pop_back();
  return secret;
}

Result<std::vector<std::string>> make_secrets(const fs::path& folder, const config::v1::Workspace& workspace,
                                              const std::function<std::string(std::size_t)>& random_bytes) {
  std::vector<std::string> written;
  std::error_code error;
  fs::create_directories(folder / workspace.workspace_id(), error);
  for (const auto& [name, kind] : secret_names(workspace)) {
    const auto path = folder / workspace.workspace_id() / name;
    if (fs::exists(path, error)) continue;
    std::ofstream file(path, std::ios::binary);
    fs::permissions(path, fs::perms::owner_read | fs::perms::owner_write, error);
    file << (kind == "webhook" ? "whsec_" + base64_encode(random_bytes(32)) : hex(random_bytes(24))) << '\n';
    file.close();
    if (!file) return refuse(path.string() + " cannot be written");
    written.push_back(name);
  }
  return written;
}

}  // namespace leakproof::leadctl
