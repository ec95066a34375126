#include "app/secrets.h"

#include <fstream>
#include <iterator>

#include "crypto/digest.h"

namespace leakproof {
namespace {
bool is_plain(const std::string& name) {
  return !name.empty() && name.front() != '.' && name.find_first_of("/\\") == std::string::npos &&
         name.find('\0') == std::string::npos;
}
}  // namespace

std::optional<std::string> FileSecrets::get(const std::string& workspace, const std::string& name) const {
  if (!is_plain(workspace) || !is_plain(name)) return std::nullopt;
  const auto path = root_ / workspace / name;
  std::error_code none;
  const auto written = std::filesystem::last_write_time(path, none);
  if (none) return std::nullopt;
  MutexLock lock(mutex_);
  auto [cached, fresh] = cache_.try_emplace(path);
  if (fresh || cached->second.written != written) {
    std::ifstream file(path, std::ios::binary);
    std::string value{std::istreambuf_iterator<char>(file), {}};
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
  for (const auto& secret : live(workspace, name)) found |= constant_time_equal(secret, given);
  return found;
}

}  // namespace leakproof
