// Tested by: services/ingest/edge/doors_test.cc
#include "ingest/edge/secrets.h"

#include <fstream>
#include <iterator>
#include <system_error>

#include "crypto/digest.h"

namespace leakproof::ingest {
namespace {
// A name that cannot leave its folder.
bool is_plain(const std::string& name) {
  return !name.empty() && name.front() != '.' && name.find('/') == std::string::npos && name.find('\0') == std::string::npos;
}
}  // namespace

std::vector<std::string> Secrets::live(const std::string& workspace, const std::string& name) const {
  std::vector<std::string> out;
  if (!is_plain(workspace) || !is_plain(name)) return out;
  for (const auto& file : {name, name + ".previous"}) {
    if (auto secret = text(directory_ / workspace / file); !secret.empty()) out.push_back(std::move(secret));
  }
  return out;
}

bool Secrets::matches(const std::string& workspace, const std::string& name, std::string_view given) const {
  bool found = false;
  for (const auto& secret : live(workspace, name)) found |= constant_time_equal(secret, given);
  return found;
}

std::string Secrets::text(const std::filesystem::path& path) const {
  std::error_code error;
  const auto changed = std::filesystem::last_write_time(path, error);
  std::lock_guard lock(mutex_);
  if (error) {
    read_.erase(path.string());
    return {};
  }
  auto& kept = read_[path.string()];
  if (kept.changed == changed && !kept.text.empty()) return kept.text;
  std::ifstream in(path, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(in), {}};
  while (text.ends_with('\n') || text.ends_with('\r')) text.pop_back();
  kept = {changed, text};
  return text;
}

}  // namespace leakproof::ingest
