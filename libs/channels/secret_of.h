// Where senders get secrets from: stages are functions of the log and hold none.
#pragma once
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace leakproof::channels {

// The content of a secret file of a workspace; nullopt when there is none. Thread-safe.
using SecretOf = std::function<std::optional<std::string>(const std::string& workspace, const std::string& name)>;
// The live secrets of a name, the current one first; none when there is none. Thread-safe.
using SecretsOf = std::function<std::vector<std::string>(const std::string& workspace, const std::string& name)>;

}  // namespace leakproof::channels
