// Which partitions of a stage nobody serves: neither this process nor, as far as stage.owners tells, another one. Leads
// of such a partition wait, although no process that is asked has anything to do. Thread-safe.
#pragma once
#include <map>

#include "base/mutex.h"
#include "process/owner_directory.h"

namespace leakproof::stream {
class LocalStates;
}

namespace leakproof::process {

class Coverage {
 public:
  // Both outlive it. `owners` is null where no other process can own anything.
  Coverage(const stream::LocalStates& states, const OwnerDirectory* owners) : states_(states), owners_(owners) {}
  // For how long each of them has been without an owner: since the owner was last heard of, or since the first look.
  std::map<std::int32_t, Duration> unserved(const std::string& stage, Instant now);

 private:
  const stream::LocalStates& states_;
  const OwnerDirectory* const owners_;
  Mutex mutex_;
  std::map<std::pair<std::string, std::int32_t>, Instant> seen_ LEAKPROOF_GUARDED_BY(mutex_);  // with an owner, lastly
};

}  // namespace leakproof::process
