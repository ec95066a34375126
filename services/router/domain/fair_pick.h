// Whose turn it is among those who are eligible now: the greedy rule of the carpool problem, with weights. Pure.
//
// At each pick every eligible member gains their share of the lead, w_i/W with W the sum of the weights of those
// eligible now; the one with the most credit is picked (ties: the first in the pool's order) and pays one lead. Whoever
// is absent neither gains nor pays. So a credit is what a member is short of the sum of their shares, over all picks
// that there ever were; below zero they are ahead. Nothing is ever settled.
//
// With n members in all, whoever is eligible when and whatever the weights then are, after every pick
//   |sum of shares_i - count_i| = |credit_i| <= (n-1)/2,    and over any stretch of picks it changes by at most n-1.
// While the same members with the same weights are eligible, k picks from zero are those of smooth weighted round
// robin:
//   -(n-1) < count_i - k*w_i/W < 1,    and equal weights differ by at most 1 in every window.
//
// Proof of the first: the k largest credits add up to at most f(k) = k(n-k)/2, and all n to 0. Let K be k members after
// a pick, p the one picked, j how many of K were eligible, s the sum of their shares. If p is in K, its sum has changed
// by s-1 <= 0; if j = 0, by nothing. Else let c be p's credit before p pays; none of the j has more. Then sum(K) <=
// f(k-j) + j*c, and sum(K) + c <= f(k+1) + 1. Without c: (j+1) sum(K) <= f(k-j) + j*f(k+1) + j = (j+1) f(k) - j(j+1)/2
// + j <= (j+1) f(k). And f(1) = f(n-1) = (n-1)/2.
//
// Sources: R. Fagin, J. H. Williams, A Fair Carpool Scheduling Algorithm, IBM J. Res. Dev. 27 (1983), 133-139, the rule
// for equal weights; M. Ajtai et al., Fairness in Scheduling, J. of Algorithms 29 (1998), 306-357, its (n-1)/2; D.
// Coppersmith et al., The optimality of the online greedy algorithm in carpool and chairman assignment problems, ACM
// Trans. Algorithms 7(3):37 (2011): for inputs like ours no online rule does better than the greedy one.
//
// In whole numbers a lead is 2^48, and of one pick W*unit with unit = floor(2^48/W): everybody gains w_i*unit, who is
// picked pays W*unit, so a constant set is exact, the sum of all credits stays 0, and the proof holds as it stands. Of
// two sets, "one lead" differs by less than W of 2^48.
#pragma once
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

namespace leakproof::router {

struct Share {
  std::int64_t weight = 1;  // ≥ 1
  std::int64_t credit = 0;
};

inline constexpr std::int64_t kLeadOfCredit = std::int64_t{1} << 48;

// 10,000 members whose weights multiply to a million over pools in pools (libs/config), in hundredths while they ramp
// up, twice while they make up for a leave: a lead has a share for each of them. And the credits of six times as many,
// with all who ever left, fit into 64 bits.
static_assert(std::int64_t{10'000} * 1'000'000 * 100 * 2 < kLeadOfCredit / 100);
static_assert((60'000 - 1) / 2 + 2 < std::numeric_limits<std::int64_t>::max() / kLeadOfCredit);

// The index picked; `eligible` (not empty) holds the credits after the pick.
std::size_t fair_pick(std::vector<Share>& eligible);

}  // namespace leakproof::router
