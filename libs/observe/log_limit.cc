#include "observe/log_limit.h"

#include <utility>

namespace leakproof::observe {

std::optional<std::int64_t> LogLimit::take(const std::string& name, Instant now) {
  MutexLock lock(mutex_);
  const auto is_over = [&](const Thing& thing) { return now < thing.told || now - thing.told >= pause_; };
  const auto found = things_.find(name);
  if (found == things_.end()) {
    if (things_.size() >= things_max_) std::erase_if(things_, [&](const auto& one) { return is_over(one.second); });
    if (things_.size() < things_max_) things_.emplace(name, Thing{now});
    return 0;
  }
  if (!is_over(found->second)) {
    ++found->second.held_back;
    return std::nullopt;
  }
  found->second.told = now;
  return std::exchange(found->second.held_back, 0);
}

}  // namespace leakproof::observe
