#include "router/domain/fair_pick.h"

#include <algorithm>
#include <numeric>

#include "base/check.h"

namespace leakproof::router {

std::size_t fair_pick(std::vector<Share>& eligible) {
  LEAKPROOF_CHECK(!eligible.empty());
  const auto weights = std::accumulate(eligible.begin(), eligible.end(), std::int64_t{0},
                                       [](auto sum, const Share& s) { return sum + s.weight; });
  const auto unit =
      std::max<std::int64_t>(1, kLeadOfCredit / weights);  // 1: nested weights from before they had a limit
  for (auto& share : eligible) share.credit += share.weight * unit;
  const auto most = std::ranges::max_element(eligible, {}, &Share::credit);  // the first of equals
  most->credit -= weights * unit;
  return static_cast<std::size_t>(most - eligible.begin());
}

}  // namespace leakproof::router
