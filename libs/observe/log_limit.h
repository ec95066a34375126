// Lets one line a minute through for each thing that repeats, and counts what it holds back, so that a storm of equal
// events is one line that says how many they are. Thread-safe. Bounded: when there are too many things, those that are
// over are forgotten, and a line more is written rather than one too few.
#pragma once
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "base/mutex.h"
#include "base/time.h"

namespace leakproof::observe {

class LogLimit {
 public:
  explicit LogLimit(Duration pause = std::chrono::minutes(1), std::size_t things_max = 1000)
      : pause_(pause), things_max_(things_max) {}
  // How many were held back since the last line of this thing, when one may be written now; nothing when it may not.
  std::optional<std::int64_t> take(const std::string& thing, Instant now);

 private:
  struct Thing {
    Instant told;
    std::int64_t held_back = 0;
  };
  const Duration pause_;
  const std::size_t things_max_;
  Mutex mutex_;
  std::map<std::string, Thing> things_ LEAKPROOF_GUARDED_BY(mutex_);
};

}  // namespace leakproof::observe
