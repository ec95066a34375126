// Tested by: services/router/audit/audit_corpus_test.cc
#include "router/domain/legacy_weighted_pick.h"

#include <algorithm>
#include <numeric>

#include "base/check.h"

namespace leakproof::router {
namespace {

// Takes `amount` off the credits of one sign, in proportion, towards zero; what rounding leaves goes to the first of
// them.
void reduce(std::vector<Share>& shares, int sign, std::int64_t amount) {
  std::int64_t side = 0;
  for (const auto& share : shares) side += std::max<std::int64_t>(0, sign * share.credit);
  if (amount == 0) return;
  LEAKPROOF_CHECK(amount <= side);
  std::int64_t left = amount;
  for (auto& share : shares) {
    const auto size = std::max<std::int64_t>(0, sign * share.credit);
    const auto part = static_cast<std::int64_t>(static_cast<__int128>(size) * amount / side);
    share.credit -= sign * part;
    left -= part;
  }
  for (auto& share : shares) {
    const auto part = std::min(left, std::max<std::int64_t>(0, sign * share.credit));
    share.credit -= sign * part;
    left -= part;
  }
}

void settle(std::vector<Share>& shares, std::int64_t weights) {
  std::int64_t sum = 0;
  for (auto& share : shares) {
    share.credit = std::max(share.credit, -(weights - 1));
    sum += share.credit;
  }
  reduce(shares, sum > 0 ? 1 : -1, std::abs(sum));
}

}  // namespace

std::size_t legacy_weighted_pick(std::vector<Share>& eligible) {
  LEAKPROOF_CHECK(!eligible.empty());
  const auto weights = std::accumulate(eligible.begin(), eligible.end(), std::int64_t{0},
                                       [](auto sum, const Share& s) { return sum + s.weight; });
  settle(eligible, weights);
  for (auto& share : eligible) share.credit += share.weight;
  const auto most = std::ranges::max_element(eligible, {}, &Share::credit);  // the first of equals
  most->credit -= weights;
  return static_cast<std::size_t>(most - eligible.begin());
}

}  // namespace leakproof::router
