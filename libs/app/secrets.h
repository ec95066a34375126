// Secrets as files: <root>/<workspace>/<name>, and <name>.previous while a rotation lasts. Read when asked for, again
// when the file changes. Thread-safe. A name that is no plain file name has no secret.
//
// A workspace that has an api_token is remembered, across restarts, too: when the file is lost, it is nobody's and not
// everybody's. Who wants it open again deletes its line of the memory while no process runs.
#pragma once
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "app/settings.h"
#include "base/mutex.h"
#include "base/result.h"

namespace leakproof::app {

inline constexpr const char* kApiToken = "api_token";  // the secret that lets a caller in on a workspace

class FileSecrets {
 public:
  // `memory` is the file of the workspaces that had a token, one a line; empty: remembered while this lives.
  explicit FileSecrets(std::filesystem::path root, std::filesystem::path memory = {});
  // Without trailing newlines; nullopt when there is none or it is empty.
  std::optional<std::string> get(const std::string& workspace, const std::string& name) const;
  // The live ones: the current first, then the previous.
  std::vector<std::string> live(const std::string& workspace, const std::string& name) const;
  // Whether `given` is one of them; takes the same time whichever.
  bool matches(const std::string& workspace, const std::string& name, std::string_view given) const;
  // Why there is no such secret, for people: "is missing", "cannot be read", "is empty"; nothing when there is one.
  std::optional<std::string> problem(const std::string& workspace, const std::string& name) const;
  // Whether anybody may call on the workspace: it has no api_token and, as far as is known, never had one.
  bool is_open(const std::string& workspace) const;
  // Whoever is remembered and has no token now.
  std::vector<std::string> locked() const;

 private:
  struct Cached {
    std::filesystem::file_time_type written;
    std::string value;
  };
  void remember(const std::string& workspace) const;
  void remember_all() const;

  const std::filesystem::path root_, memory_;
  mutable Mutex mutex_;
  mutable std::set<std::string> remembered_ LEAKPROOF_GUARDED_BY(mutex_);
  mutable std::map<std::filesystem::path, Cached> cache_ LEAKPROOF_GUARDED_BY(mutex_);
};

// Makes the directory of the secrets within the data directory, where it is unless somebody names another. kRefuse:
// there is none elsewhere, or it cannot be read; a name that was mistyped must not open what the secrets protect.
Status prepare_secrets(const Settings& settings);

}  // namespace leakproof::app
