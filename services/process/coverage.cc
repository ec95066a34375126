#include "process/coverage.h"

#include <algorithm>

#include "process/owner_announcer.h"
#include "stream/local_states.h"

namespace leakproof::process {
namespace {

// An owner repeats itself every kAnnounceEvery: two announcements may be lost or late.
constexpr Duration kSilence = 3 * kAnnounceEvery;

}  // namespace

std::map<std::int32_t, Duration> Coverage::unserved(const std::string& stage, Instant now) {
  std::map<std::int32_t, Duration> found;
  const auto here = states_.served(stage);
  MutexLock lock(mutex_);
  for (std::int32_t partition = 0; partition < states_.partitions(); ++partition) {
    Instant& seen = seen_.try_emplace({stage, partition}, now).first->second;
    const auto heard = owners_ ? owners_->announced(stage, partition) : std::nullopt;
    const bool is_here = std::ranges::find(here, partition) != here.end();
    if (is_here) seen = now;
    if (heard) seen = std::max(seen, std::min(*heard, now));
    if (!is_here && (!heard || now - *heard > kSilence)) found[partition] = now - seen;
  }
  return found;
}

}  // namespace leakproof::process
