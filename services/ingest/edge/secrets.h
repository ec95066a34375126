// Secrets of workspaces as files: DIR/<workspace>/<name>, and NAME.previous while one replaces the other. Read again when a file changes.
// Thread-safe. What it gives never goes into a log or an answer.
#pragma once
#include <filesystem>
#include <map>
#include <mutex>
#include <string>
#include <vector>

namespace leakproof::ingest {

class Secrets {
 public:
  explicit Secrets(std::filesystem::path directory) : directory_(std::move(directory)) {}
  // All that are valid now, the newest first; none when there is no such file. A line end at the end of a file is not part of it.
  std::vector<std::string> live(const std::string& workspace, const std::string& name) const;
  // Whether `given` is one of them; takes the same time whichever.
  bool matches(const std::string& workspace, const std::string& name, std::string_view given) const;

 private:
  struct Read {
    std::filesystem::file_time_type changed;
    std::string text;
  };
  std::string text(const std::filesystem::path& path) const;

  std::filesystem::path directory_;
  mutable std::mutex mutex_;
  mutable std::map<std::string, Read> read_;  // guarded by mutex_; by path
};

}  // namespace leakproof::ingest
