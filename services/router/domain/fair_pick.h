// Smooth weighted round robin over the members who are eligible now. Pure.
//
// A credit counts in weights: each pick gives every eligible member his weight and takes the sum W of these weights from the one with the
// most credit; ties go to the first in the pool's order. With n members eligible all along, after k picks from zero
//   -(n-1) < count_i - k*w_i/W < 1,    and equal weights differ by at most 1 in every window.
// Absence neither earns nor owes: the credit of a member who is not eligible is not touched. When the set of eligible members changes,
// their credits are settled first: none stays at -W or below, and their sum becomes 0 (a surplus is taken from those with credit, a deficit
// is forgiven to those with debt, both in proportion). So a return brings neither a flood nor a lasting deficit: after any change
//   -n < count_i - k*w_i/W < n    over the picks since.
#pragma once
#include <cstddef>
#include <cstdint>
#include <vector>

namespace leakproof::router {

struct Share {
  std::int64_t weight = 1;  // ≥ 1
  std::int64_t credit = 0;
};

// The index picked; `eligible` (not empty) holds the credits after the pick.
std::size_t fair_pick(std::vector<Share>& eligible);

}  // namespace leakproof::router
