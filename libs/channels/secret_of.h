// Where senders get secrets from: stages are functions of the log and hold none.
#pragma once
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "app/secrets.h"

namespace leakproof::channels {

// The content of a secret file of a workspace; nullopt when there is none. Thread-safe.
using SecretOf = std::function<std::optional<std::string>(const std::string& workspace, const std::string& name)>;
// The live secrets of a name, the current one first; none when there is none. Thread-safe.
using SecretsOf = std::function<std::vector<std::string>(const std::string& workspace, const std::string& name)>;

// Those of the secrets directory; `secrets` outlives the function.
inline SecretOf secret_of(const app::FileSecrets& secrets) {
  return [&secrets](const std::string& workspace, const std::string& name) { return secrets.get(workspace, name); };
}
inline SecretsOf secrets_of(const app::FileSecrets& secrets) {
  return [&secrets](const std::string& workspace, const std::string& name) { return secrets.live(workspace, name); };
}

}  // namespace leakproof::channels
