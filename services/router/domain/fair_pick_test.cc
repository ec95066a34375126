#include "router/domain/fair_pick.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <functional>
#include <map>
#include <numeric>
#include <random>
#include <string>

#include "router/domain/legacy_weighted_pick.h"

namespace leakproof::router {
namespace {

// Picks among the members at `who`, as the router does: the others' credits are not touched.
std::size_t pick_among(std::vector<Share>& all, const std::vector<std::size_t>& who,
                       decltype(fair_pick) rule = fair_pick) {
  std::vector<Share> eligible;
  for (auto i : who) eligible.push_back(all[i]);
  const std::size_t picked = rule(eligible);
  for (std::size_t i = 0; i < who.size(); ++i) all[who[i]] = eligible[i];
  return who[picked];
}

std::vector<Share> members(const std::vector<std::int64_t>& weights) {
  std::vector<Share> all;
  for (auto weight : weights) all.push_back({weight, 0});
  return all;
}
std::int64_t sum_of(const std::vector<Share>& shares) {
  return std::accumulate(shares.begin(), shares.end(), std::int64_t{0},
                         [](auto sum, const Share& s) { return sum + s.weight; });
}

TEST(FairPick, InterleavesByWeightAndBreaksTiesByOrder) {
  auto all = members({5, 1, 1});
  std::string order;
  for (int k = 0; k < 7; ++k) order += "abc"[fair_pick(all)];
  EXPECT_EQ(order, "aabacaa");
  all = members({1, 1, 1});
  order.clear();
  for (int k = 0; k < 6; ++k) order += "abc"[fair_pick(all)];
  EXPECT_EQ(order, "abcabc");
}

// −(n−1) < count_i − k·w_i/W < 1, in whole numbers: multiplied by W.
TEST(FairPick, HoldsTheStatedBoundAtEveryPickForAnyWeights) {
  std::mt19937 random(1);
  for (int round = 0; round < 200; ++round) {
    std::vector<std::int64_t> weights(1 + random() % 12);
    for (auto& weight : weights) weight = 1 + random() % 20;
    auto all = members(weights);
    const auto n = static_cast<std::int64_t>(all.size()), total = sum_of(all);
    std::vector<std::int64_t> counts(all.size());
    for (std::int64_t k = 1; k <= 300; ++k) {
      ++counts[fair_pick(all)];
      for (std::size_t i = 0; i < all.size(); ++i) {
        const auto ahead = counts[i] * total - k * weights[i];
        ASSERT_LT(ahead, total) << "round " << round << " pick " << k;
        ASSERT_GT(ahead, -(n - 1) * total - (n == 1)) << "round " << round << " pick " << k;
      }
    }
  }
}

TEST(FairPick, EqualWeightsDifferByOneInEveryWindow) {
  auto all = members({3, 3, 3, 3, 3});
  std::vector<std::size_t> picks;
  for (int k = 0; k < 200; ++k) picks.push_back(fair_pick(all));
  for (std::size_t from = 0; from < picks.size(); ++from) {
    std::vector<int> counts(all.size());
    for (std::size_t at = from; at < picks.size(); ++at) {
      ++counts[picks[at]];
      ASSERT_LE(std::ranges::max(counts) - std::ranges::min(counts), 1);
    }
  }
}

TEST(FairPick, Lesson8_AbsenceNeitherEarnsNorOwes) {
  auto all = members({1, 1, 1});
  pick_among(all, {0, 1, 2});
  const Share before = all[2];
  for (int k = 0; k < 1000; ++k) pick_among(all, {0, 1});
  EXPECT_EQ(all[2].credit, before.credit) << "an absent member's credit is not touched";
  std::vector<int> counts(3);
  for (int k = 0; k < 30; ++k) ++counts[pick_among(all, {0, 1, 2})];
  EXPECT_LE(std::abs(counts[2] - 10), 1) << "neither a flood nor a deficit after the return";
}

// Who is eligible at each pick, from the worst that people do to a pool.
using WhoIsHere = std::function<std::vector<std::size_t>(std::mt19937&, std::size_t members, int pick)>;

std::vector<std::size_t> all_but(std::size_t members, std::size_t one) {
  std::vector<std::size_t> who;
  for (std::size_t i = 0; i < members; ++i) {
    if (i != one) who.push_back(i);
  }
  return who;
}
std::vector<std::size_t> two_thirds(std::mt19937& random, std::size_t members, int) {
  std::vector<std::size_t> who;
  for (std::size_t i = 0; i < members; ++i) {
    if (random() % 3 != 0) who.push_back(i);
  }
  return who.empty() ? all_but(members, members) : who;
}
// The whole team, then the second try among all but the first.
std::vector<std::size_t> never_the_first_again(std::mt19937&, std::size_t members, int pick) {
  return all_but(members, pick % 2 == 0 ? members : 0);
}
std::vector<std::size_t> reassigned(std::mt19937& random, std::size_t members, int) {
  return all_but(members, random() % 5 < 3 ? members : random() % members);
}
std::vector<std::size_t> in_shifts(std::mt19937&, std::size_t members, int pick) {
  std::vector<std::size_t> who;
  for (std::size_t i = 0; i < members; ++i) {
    if (i == 0 || (static_cast<std::size_t>(pick / 7) + i) % members < members / 2) who.push_back(i);
  }
  return who;
}
// Pairs, so that everybody's surplus is handed on from one to the next.
std::vector<std::size_t> in_pairs(std::mt19937&, std::size_t members, int pick) {
  const std::size_t first = static_cast<std::size_t>(pick) % (members - 1);
  return {first, first + 1};
}

// The furthest that anybody ever was from the sum of their shares, in leads, counted apart from credits.
double furthest(std::vector<Share> all, const WhoIsHere& who_is_here, int picks, decltype(fair_pick) rule = fair_pick) {
  std::mt19937 random(1);
  std::vector<double> off(all.size());
  double most = 0;
  for (int pick = 0; pick < picks; ++pick) {
    const auto who = who_is_here(random, all.size(), pick);
    std::int64_t weights = 0;
    for (const auto i : who) weights += all[i].weight;
    for (const auto i : who) off[i] += static_cast<double>(all[i].weight) / static_cast<double>(weights);
    off[pick_among(all, who, rule)] -= 1;
    for (const auto i : who) most = std::max(most, std::abs(off[i]));
  }
  for (std::size_t i = 0; i < all.size() && rule == fair_pick; ++i)
    EXPECT_NEAR(static_cast<double>(all[i].credit) / kLeadOfCredit, off[i], 1e-4) << "a credit is what he is short of";
  return most;
}

const std::vector<std::pair<std::string, WhoIsHere>> kWho = {{"two thirds are here", two_thirds},
                                                             {"all, then all but the first", never_the_first_again},
                                                             {"two fifths are reassigned", reassigned},
                                                             {"in shifts", in_shifts},
                                                             {"in pairs", in_pairs}};
const std::vector<std::vector<std::int64_t>> kWeights = {
    {1, 1, 1}, {1, 2, 3, 4}, {1, 1, 1, 1, 1, 1, 1, 1}, {3, 1, 1, 1, 1, 5}, {997, 13, 1, 100'000}};

// |sum of shares - count| <= (n-1)/2, for ever.
TEST(FairPick, HoldsTheStatedBoundWhoeverIsEligibleWhen) {
  for (const auto& [name, who] : kWho) {
    for (const auto& weights : kWeights) {
      const double bound = static_cast<double>(weights.size() - 1) / 2;
      EXPECT_LE(furthest(members(weights), who, 200'000), bound + 1e-4) << name << ", " << weights.size() << " members";
    }
  }
}

// The figures of docs/decisions/0016-fair-shares.md: why the rule of earlier versions is kept for their decisions
// alone.
TEST(FairPick, FiguresOfBothRules) {
  double settled = 0;
  for (const auto& [name, who] : kWho) {
    for (const auto& weights : kWeights) {
      std::string shown;
      for (const auto weight : weights) shown += (shown.empty() ? "" : ":") + std::to_string(weight);
      const double before = furthest(members(weights), who, 20'000, legacy_weighted_pick),
                   now = furthest(members(weights), who, 20'000);
      std::printf("| %-27s | %-16s | %8.1f | %5.2f |\n", name.c_str(), shown.c_str(), before, now);
      settled = std::max(settled, before);
    }
  }
  EXPECT_GT(settled, 1000);
}

// Whatever the weights: no pick makes credit out of nothing, nor loses any.
TEST(FairPick, CreditsAddUpToNothing) {
  std::mt19937 random(2);
  auto all = members({1, 2, 3, 5, 7, 11, 13, 999});
  for (int pick = 0; pick < 20'000; ++pick) {
    for (auto& share : all) share.weight = 1 + static_cast<std::int64_t>(random() % 200'000);
    pick_among(all, two_thirds(random, all.size(), pick));
    std::int64_t sum = 0;
    for (const auto& share : all) sum += share.credit;
    ASSERT_EQ(sum, 0);
  }
}

// The largest pool with the largest weights stays within 64 bits and its bound.
TEST(FairPick, TenThousandMembersOfTheLargestWeights) {
  auto all = members(std::vector<std::int64_t>(10'000, 200'000));
  for (int pick = 0; pick < 300; ++pick) EXPECT_EQ(fair_pick(all), static_cast<std::size_t>(pick));
  all[0].weight = 1;
  for (int pick = 300; pick < 600; ++pick) EXPECT_EQ(fair_pick(all), static_cast<std::size_t>(pick));
}

// Away for a thousand picks, by who else is here: back, nobody has a flood or a drought of leads.
TEST(FairPick, Lesson8_AReturnAfterAThousandPicksBringsNeitherFloodNorDeficit) {
  for (std::size_t away = 0; away < 5; ++away) {
    auto all = members({5, 1, 2, 2, 10});
    std::mt19937 random(4);
    for (int pick = 0; pick < 333; ++pick) pick_among(all, two_thirds(random, all.size(), pick));
    const std::int64_t before = all[away].credit;
    for (int pick = 0; pick < 1000; ++pick) pick_among(all, all_but(all.size(), away));
    EXPECT_EQ(all[away].credit, before);
    const auto n = static_cast<std::int64_t>(all.size()), total = sum_of(all);
    std::vector<std::int64_t> counts(all.size());
    for (std::int64_t pick = 1; pick <= 200; ++pick) {
      ++counts[fair_pick(all)];
      for (std::size_t i = 0; i < all.size(); ++i)
        ASSERT_LT(std::abs(counts[i] * total - pick * all[i].weight), (n - 1) * total);
    }
  }
}

// Regression 2 of the lessons, with the bound of a changing set: over the picks since any change less than n-1.
TEST(FairPick, Regression2_ThousandLeadsOverSevenMembersWithRandomAbsences) {
  std::mt19937 random(3);
  auto all = members({1, 2, 3, 4, 5, 6, 7});
  const auto bound = static_cast<std::int64_t>(all.size()) - 1;
  for (int left = 1000; left > 0;) {
    const auto here = two_thirds(random, all.size(), left);
    std::int64_t total = 0;
    for (auto i : here) total += all[i].weight;
    std::vector<std::int64_t> counts(all.size());
    const int stretch = std::min<int>(left, 1 + random() % 40);
    for (std::int64_t k = 1; k <= stretch; ++k) {
      ++counts[pick_among(all, here)];
      for (auto i : here) ASSERT_LE(std::abs(counts[i] * total - k * all[i].weight), bound * total);
    }
    left -= stretch;
  }
}

TEST(FairPick, Lesson9_NoSeniorityBiasInSmallBatches) {
  // One lead a batch, equal weights, everybody present: the first of the list gets no more than the last.
  auto all = members({1, 1, 1, 1, 1, 1, 1});
  std::vector<int> counts(7);
  for (int batch = 0; batch < 700; ++batch) ++counts[fair_pick(all)];
  for (int count : counts) EXPECT_EQ(count, 100);
}

}  // namespace
}  // namespace leakproof::router
