// Secrets as files: <root>/<workspace>/<name>, and <name>.previous while a rotation lasts. Read when asked for, again
// when the file changes. Thread-safe. A name that is no plain file name has no secret.
#pragma once
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/mutex.h"

namespace leakproof {

class FileSecrets {
 public:
  explicit FileSecrets(std::filesystem::path root) : root_(std::move(root)) {}
  // Without trailing newlines; nullopt when there is none or it is empty.
  std::optional<std::string> get(const std::string& workspace, const std::string& name) const;
  // The live ones: the current first, then the previous.
  std::vector<std::string> live(const std::string& workspace, const std::string& name) const;
  // Whether `given` is one of them; takes the same time whichever.
  bool matches(const std::string& workspace, const std::string& name, std::string_view given) const;

 private:
  struct Cached {
    std::filesystem::file_time_type written;
    std::string value;
  };
  const std::filesystem::path root_;
  mutable Mutex mutex_;
  mutable std::map<std::filesystem::path, Cached> cache_ LEAKPROOF_GUARDED_BY(mutex_);
};

}  // namespace leakproof
