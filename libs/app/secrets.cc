#include "app/secrets.h"

#include <fstream>

#include "base/read_file.h"
#include "crypto/digest.h"
#include "observe/log.h"

namespace leakproof::app {
namespace {
bool is_plain(const std::string& name) {
  return !name.empty() && name.front() != '.' && name.find_first_of("/\\") == std::string::npos &&
         name.find('\0') == std::string::npos;
}

std::vector<std::string> lines_of(const std::filesystem::path& path) {
  std::vector<std::string> lines;
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);) lines.push_back(line);
  return lines;
}
}  // namespace

FileSecrets::FileSecrets(std::filesystem::path root, std::filesystem::path memory)
    : root_(std::move(root)), memory_(std::move(memory)) {
  {
    MutexLock lock(mutex_);
    for (auto& workspace : lines_of(memory_)) remembered_.insert(std::move(workspace));
  }
  remember_all();
}

void FileSecrets::remember_all() const {
  std::error_code none;
  for (const auto& folder : std::filesystem::directory_iterator(root_, none)) {
    const std::string workspace = folder.path().filename();
    if (get(workspace, kApiToken)) remember(workspace);
  }
}

// A line each, written at once: a workspace is protected from the first use of its token on.
void FileSecrets::remember(const std::string& workspace) const {
  MutexLock lock(mutex_);
  if (!remembered_.insert(workspace).second || memory_.empty()) return;
  std::error_code ignored;
  std::filesystem::create_directories(memory_.parent_path(), ignored);
  std::ofstream file(memory_, std::ios::app);
  if (!(file << workspace << '\n' << std::flush))
    observe::log_error("protection_not_kept", {{"workspace", workspace}, {"file", memory_.string()}});
}

bool FileSecrets::is_open(const std::string& workspace) const {
  if (!is_plain(workspace)) return true;  // it has no state either
  if (problem(workspace, kApiToken) != "is missing") {
    remember(workspace);
    return false;
  }
  MutexLock lock(mutex_);
  return !remembered_.contains(workspace);
}

std::vector<std::string> FileSecrets::locked() const {
  std::set<std::string> remembered;
  {
    MutexLock lock(mutex_);
    remembered = remembered_;
  }
  std::vector<std::string> without;
  for (const auto& workspace : remembered) {
    if (live(workspace, kApiToken).empty()) without.push_back(workspace);
  }
  return without;
}

std::optional<std::string> FileSecrets::problem(const std::string& workspace, const std::string& name) const {
  if (!is_plain(workspace) || !is_plain(name)) return "is missing";
  if (get(workspace, name)) return std::nullopt;
  std::error_code error;
  const auto status = std::filesystem::status(root_ / workspace / name, error);
  if (status.type() == std::filesystem::file_type::not_found) return "is missing";
  const bool readable = status.type() == std::filesystem::file_type::regular && std::ifstream(root_ / workspace / name);
  return readable ? "is empty" : "cannot be read";
}

Status prepare_secrets(const Settings& settings) {
  const auto& root = settings.secrets;
  std::error_code error;
  const auto canonical = [&](const auto& path) { return std::filesystem::weakly_canonical(path, error); };
  const auto within = canonical(root).lexically_relative(canonical(settings.data));
  if (!within.empty() && *within.begin() != "..") {
    std::filesystem::create_directories(settings.data, error);
    if (std::error_code none; !std::filesystem::is_directory(settings.data, none))
      return refuse("data: " + settings.data.string() +
                    " is no directory, and none can be made there: name another (--data, or data in the settings)");
    std::filesystem::create_directories(root, error);
  }
  std::filesystem::directory_iterator look(root, error);
  if (!error) return {};
  return refuse("secrets: " + root.string() + ": " + error.message() +
                ": name the directory of the secrets (--secrets, or secrets in the settings), or make it");
}

std::optional<std::string> FileSecrets::get(const std::string& workspace, const std::string& name) const {
  if (!is_plain(workspace) || !is_plain(name)) return std::nullopt;
  const auto path = root_ / workspace / name;
  std::error_code none;
  const auto written = std::filesystem::last_write_time(path, none);
  if (none || !std::filesystem::is_regular_file(path, none)) return std::nullopt;
  MutexLock lock(mutex_);
  auto [cached, fresh] = cache_.try_emplace(path);
  if (fresh || cached->second.written != written) {
    const auto text = read_file(path);
    std::string value = text.ok() ? *text : "";
    value.erase(value.find_last_not_of("\r\n") + 1);
    cached->second = {written, std::move(value)};
  }
  if (cached->second.value.empty()) return std::nullopt;
  return cached->second.value;
}

std::vector<std::string> FileSecrets::live(const std::string& workspace, const std::string& name) const {
  std::vector<std::string> secrets;
  for (auto& file : {name, name + ".previous"}) {
    if (auto secret = get(workspace, file)) secrets.push_back(*std::move(secret));
  }
  return secrets;
}

bool FileSecrets::matches(const std::string& workspace, const std::string& name, std::string_view given) const {
  bool found = false;
  for (const auto& secret : live(workspace, name)) found |= crypto::constant_time_equal(secret, given);
  return found;
}

}  // namespace leakproof::app
