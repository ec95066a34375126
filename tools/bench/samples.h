// What the loads of the benches share: keeping to a schedule, and quantiles of raw samples.
#pragma once
#include <algorithm>
#include <chrono>
#include <cstddef>
#include <vector>

#include "base/signal.h"
#include "base/time.h"

namespace leakproof::bench {

// Returns at `due`, or at once when it is past.
inline void wait_until(Instant due, const Clock& clock, Signal& pace) {
  for (Instant now = clock.now(); now < due; now = clock.now()) pace.wait_for(due - now);
}

// In milliseconds; reorders `delays`, which are not empty. `quantile` is from 0 to 1.
inline double milliseconds(std::vector<Duration>& delays, double quantile) {
  const auto at = delays.begin() + static_cast<std::ptrdiff_t>(quantile * static_cast<double>(delays.size() - 1));
  std::nth_element(delays.begin(), at, delays.end());
  return std::chrono::duration<double, std::milli>(*at).count();
}

}  // namespace leakproof::bench
