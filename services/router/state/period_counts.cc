// Tested by: services/router/state/roster_test.cc
#include "router/state/period_counts.h"

#include <algorithm>

namespace leakproof::router {

int count_of(const state::v1::PeriodCounts& counts, std::int64_t period) {
  if (period == counts.last()) return counts.count();
  const auto found =
      std::find_if(counts.past().begin(), counts.past().end(), [&](const auto& one) { return one.period() == period; });
  return found == counts.past().end() ? 0 : found->count();
}

void count_one(state::v1::PeriodCounts& counts, std::int64_t period, std::int64_t kept) {
  const int before = count_of(counts, period);
  const std::int64_t newest = std::max(period, counts.last());
  if (counts.last() != period && counts.count() > 0) {
    auto& last = *counts.add_past();
    last.set_period(counts.last());
    last.set_count(counts.count());
  }
  auto& past = *counts.mutable_past();
  const auto over = [&](const auto& one) { return one.period() == period || one.period() < newest - kept; };
  past.erase(std::remove_if(past.begin(), past.end(), over), past.end());
  counts.set_last(period);
  counts.set_count(before + 1);
}

}  // namespace leakproof::router
