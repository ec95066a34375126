#include "router/domain/fair_pick.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <random>
#include <string>

namespace leakproof::router {
namespace {

// Picks among the members at `who`, as the router does: the others' credits are not touched.
std::size_t pick_among(std::vector<Share>& all, const std::vector<std::size_t>& who) {
  std::vector<Share> eligible;
  for (auto i : who) eligible.push_back(all[i]);
  const std::size_t picked = fair_pick(eligible);
  for (std::size_t i = 0; i < who.size(); ++i) all[who[i]] = eligible[i];
  return who[picked];
}

std::vector<Share> members(const std::vector<std::int64_t>& weights) {
  std::vector<Share> all;
  for (auto weight : weights) all.push_back({weight, 0});
  return all;
}
std::int64_t sum_of(const std::vector<Share>& shares) {
  return std::accumulate(shares.begin(), shares.end(), std::int64_t{0}, [](auto sum, const Share& s) { return sum + s.weight; });
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

TEST(FairPick, SettlesSumToZeroWithinBounds) {
  std::mt19937 random(2);
  for (int round = 0; round < 2000; ++round) {
    std::vector<Share> shares(1 + random() % 8);
    for (auto& share : shares) share = {1 + static_cast<std::int64_t>(random() % 9), static_cast<std::int64_t>(random() % 200) - 100};
    const auto total = sum_of(shares);
    fair_pick(shares);
    std::int64_t sum = 0;
    for (const auto& share : shares) {
      EXPECT_GT(share.credit, -total);
      sum += share.credit;
    }
    EXPECT_EQ(sum, 0);
  }
}

// Regression 2 of the lessons, with the bound of a changing set: −n < deviation < n over the picks since each change.
TEST(FairPick, Regression2_ThousandLeadsOverSevenMembersWithRandomAbsences) {
  std::mt19937 random(3);
  auto all = members({1, 2, 3, 4, 5, 6, 7});
  for (int left = 1000; left > 0;) {
    std::vector<std::size_t> here;
    for (std::size_t i = 0; i < all.size(); ++i) {
      if (random() % 3 != 0) here.push_back(i);
    }
    if (here.empty()) continue;
    std::int64_t total = 0;
    for (auto i : here) total += all[i].weight;
    std::vector<std::int64_t> counts(all.size());
    const int stretch = std::min<int>(left, 1 + random() % 40);
    for (std::int64_t k = 1; k <= stretch; ++k) {
      ++counts[pick_among(all, here)];
      for (auto i : here) {
        ASSERT_LT(std::abs(counts[i] * total - k * all[i].weight), static_cast<std::int64_t>(here.size()) * total);
      }
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
