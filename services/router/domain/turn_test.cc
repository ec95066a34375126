#include "router/domain/turn.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <cstdlib>
#include <numeric>

#include "router/domain/limits.h"
#include "router/domain/routing.h"

namespace leakproof::router {
namespace {

Candidate candidate(const std::string& id, std::int64_t weight = 1, int tier = 0) {
  return {.member = MemberId(id), .weight = weight, .tier = tier};
}
std::string reasons(const std::vector<Candidate>& candidates) {
  std::string out;
  for (const auto& one : candidates) out += one.member.value() + ":" + std::string(name_of(one.reason)) + " ";
  return out;
}
std::string picked(const Turn& turn, const std::vector<Candidate>& candidates) {
  return turn.picked ? candidates[*turn.picked].member.value() : "nobody";
}

TEST(Turn, TheLowestTierThatHasSomebodyGoesFirst) {
  const Pool pool{.has_tiers = true};
  std::vector<Candidate> all = {candidate("c", 1, 3), candidate("b", 1, 2), candidate("a", 1, 1), candidate("d", 1, 2)};
  auto busy = all;
  EXPECT_EQ(picked(take_turn(pool, {}, all), all), "a");
  EXPECT_EQ(reasons(all), "c:lower_tier b:lower_tier a: d:lower_tier ");
  busy[2].reason = Reason::kOffline;
  EXPECT_EQ(picked(take_turn(pool, {}, busy), busy), "b");
  EXPECT_EQ(reasons(busy), "c:lower_tier b: a:offline d: ");
}

TEST(Turn, LeastLoadedComparesOpenWorkByWeight) {
  const Pool pool{.strategy = Strategy::kLeastLoaded};
  std::vector<Candidate> all = {candidate("a", 1), candidate("b", 4), candidate("c", 2)};
  all[0].seen.load.open = 2;
  all[1].seen.load.open = 7;
  all[2].seen.load.open = 4;
  EXPECT_EQ(picked(take_turn(pool, {}, all), all), "b") << "7/4 is less than 2/1";
  EXPECT_EQ(reasons(all), "a:busier b: c:busier ");
}

TEST(Turn, BestSkilledTakesTheHighestLevelAndSharesAmongEquals) {
  const Pool pool{.strategy = Strategy::kBestSkilled};
  std::vector<Candidate> all = {candidate("a"), candidate("b"), candidate("c")};
  all[0].skill = 3;
  all[1].skill = 5;
  all[2].skill = 5;
  all[1].seen.credit = -1;
  all[2].seen.credit = 1;
  EXPECT_EQ(picked(take_turn(pool, {}, all), all), "c");
  EXPECT_EQ(reasons(all), "a:less_skilled b: c: ");
}

TEST(Turn, WhoWonTheCustomerGoesFirstInAnyPool) {
  const Pool pool;
  std::vector<Candidate> all = {candidate("a"), candidate("b")}, away = all;
  EXPECT_EQ(picked(take_turn(pool, {{}, MemberId("b"), true}, all), all), "b");
  away[1].reason = Reason::kOnLeave;
  EXPECT_EQ(picked(take_turn(pool, {{}, MemberId("b"), true}, away), away), "a");
}

TEST(Turn, StickyGoesToTheLastOwnerAndMovesNoCredit) {
  const Pool pool{.sticky = true};
  std::vector<Candidate> all = {candidate("a"), candidate("b")}, away = all;
  const Turn turn = take_turn(pool, {{}, MemberId("b")}, all);
  EXPECT_EQ(picked(turn, all), "b");
  EXPECT_EQ(turn.reason, Reason::kStickyOwner);
  EXPECT_FALSE(turn.fair);
  EXPECT_TRUE(turn.credits_after.empty());
  EXPECT_EQ(reasons(all), "a:not_last_owner b: ");
  away[1].reason = Reason::kOnLeave;
  EXPECT_EQ(picked(take_turn(pool, {{}, MemberId("b")}, away), away), "a") << "lesson 7: only while he is available";
}

TEST(Turn, TheAccountsOwnerGoesFirstWhileHeMayHaveIt) {
  const Pool pool{.strategy = Strategy::kSharkTank, .sticky = true};
  const GoesFirst first{MemberId("a"), MemberId("b")};
  std::vector<Candidate> all = {candidate("a"), candidate("b"), candidate("c")}, away = all,
                         gone = {candidate("b"), candidate("c")};
  const Turn turn = take_turn(pool, first, all);
  EXPECT_EQ(picked(turn, all), "a");
  EXPECT_EQ(turn.reason, Reason::kAccountOwner);
  EXPECT_FALSE(turn.fair);
  EXPECT_TRUE(turn.offered.empty());
  EXPECT_EQ(reasons(all), "a: b:not_account_owner c:not_account_owner ");
  away[0].reason = Reason::kAtCapDay;
  EXPECT_EQ(take_turn(pool, first, away).reason, Reason::kStickyOwner);
  EXPECT_EQ(reasons(away), "a:at_cap_day b: c:not_last_owner ");
  EXPECT_EQ(picked(take_turn({}, {MemberId("a"), {}}, gone), gone), "b")
      << "they are not in this pool: it is a turn like others";
}

TEST(Turn, ASharkTankIsOfferedToEverybodyEligible) {
  const Pool pool{.strategy = Strategy::kSharkTank};
  std::vector<Candidate> all = {candidate("a"), candidate("b"), candidate("c")};
  all[1].reason = Reason::kAtCapOpen;
  const Turn turn = take_turn(pool, {}, all);
  EXPECT_EQ(turn.picked, std::nullopt);
  EXPECT_EQ(turn.offered, (std::vector<std::size_t>{0, 2}));
  std::vector<Candidate> crowd(200, candidate("x"));
  EXPECT_EQ(take_turn(pool, {}, crowd).offered.size(), kOfferedMax);
}

TEST(Turn, NobodyEligibleIsNobodysTurn) {
  std::vector<Candidate> all = {candidate("a")};
  all[0].reason = Reason::kOffline;
  EXPECT_EQ(picked(take_turn({}, {}, all), all), "nobody");
}

TEST(Turn, WhatAMemberCouldNotTakeIsRecordedAsPassedBy) {
  std::vector<Candidate> all = {candidate("a"), candidate("b", 3), candidate("c")};
  all[1].reason = Reason::kOffHours;
  all[2].reason = Reason::kInactive;
  EXPECT_EQ(take_turn({}, {}, all).missed_share, (std::vector<std::int64_t>{0, 3 * kOneLead / 4, 0}));
}

// A pool over time: who is away is the caller's choice, credits and what is owed go on from pick to pick.
struct Team {
  Pool pool;
  std::vector<Candidate> members;
  std::vector<int> counts;

  Team(Pool of, const std::vector<std::int64_t>& weights) : pool(std::move(of)), counts(weights.size()) {
    for (const auto weight : weights) members.push_back(candidate("m" + std::to_string(members.size()), weight));
  }
  // False when nobody is here.
  bool pick(const std::vector<Reason>& away) {
    auto all = members;
    for (std::size_t i = 0; i < all.size(); ++i) {
      all[i].reason = away[i];
      if (is_catching_up(pool, all[i].seen)) all[i].weight *= 2;
    }
    const Turn turn = take_turn(pool, {}, all);
    if (!turn.picked) return false;
    for (std::size_t i = 0; i < all.size(); ++i) {
      members[i].seen.credit = turn.credits_after[i];
      members[i].seen.leave_credit = turn.leave_credit_after[i];
    }
    ++counts[*turn.picked];
    return true;
  }
};

std::vector<std::int64_t> any_weights() {
  return *rc::gen::resize(
      12, rc::gen::nonEmpty(rc::gen::container<std::vector<std::int64_t>>(rc::gen::inRange<std::int64_t>(1, 1000))));
}

// −(n−1) < count_i − k·w_i/W < 1 for a constant eligible set, in whole numbers: multiplied by W.
TEST(Turn, HoldsTheStatedBoundForAnyWeights) {
  EXPECT_TRUE(rc::check("bound of a constant set", [] {
    const auto weights = any_weights();
    Team team({}, weights);
    const auto n = static_cast<std::int64_t>(weights.size());
    const auto total = std::accumulate(weights.begin(), weights.end(), std::int64_t{0});
    const auto picks = *rc::gen::inRange<std::int64_t>(1, 400);
    for (std::int64_t k = 1; k <= picks; ++k) {
      team.pick(std::vector<Reason>(weights.size()));
      for (std::size_t i = 0; i < weights.size(); ++i) {
        const auto ahead = team.counts[i] * total - k * weights[i];
        RC_ASSERT(ahead < total);
        RC_ASSERT(ahead > -(n - 1) * total - (n == 1));
      }
    }
  }));
}

TEST(Turn, EqualWeightsDifferByOneInEveryWindow) {
  EXPECT_TRUE(rc::check("windows of equals", [] {
    const auto n = *rc::gen::inRange<std::size_t>(1, 9);
    Team team({.strategy = Strategy::kRoundRobin}, std::vector<std::int64_t>(n, 1));
    const auto before = *rc::gen::inRange(0, 50), picks = *rc::gen::inRange(1, 100);
    for (int k = 0; k < before; ++k) team.pick(std::vector<Reason>(n));
    std::ranges::fill(team.counts, 0);
    for (int k = 0; k < picks; ++k) {
      team.pick(std::vector<Reason>(n));
      RC_ASSERT(std::ranges::max(team.counts) - std::ranges::min(team.counts) <= 1);
    }
  }));
}

// After any change of who is here, or of a weight: |count_i − k·w_i/W| ≤ n−1 over the picks since, of a pool of n.
TEST(Turn, AChangeOfTheSetNeitherFloodsNorStarvesAnybody) {
  EXPECT_TRUE(rc::check("bound after changes", [] {
    Team team({}, any_weights());
    const auto stretches = *rc::gen::inRange(1, 12);
    for (int stretch = 0; stretch < stretches; ++stretch) {
      std::vector<Reason> away;
      for (auto& one : team.members) {
        away.push_back(*rc::gen::element(Reason::kNone, Reason::kNone, Reason::kOnLeave, Reason::kOffline));
        if (*rc::gen::inRange(0, 4) == 0) one.weight = *rc::gen::inRange<std::int64_t>(1, 1000);
      }
      std::int64_t total = 0;
      const auto n = static_cast<std::int64_t>(away.size());
      for (std::size_t i = 0; i < away.size(); ++i) {
        if (away[i] == Reason::kNone) total += team.members[i].weight;
      }
      std::ranges::fill(team.counts, 0);
      const auto picks = *rc::gen::inRange<std::int64_t>(1, 60);
      for (std::int64_t k = 1; k <= picks && team.pick(away); ++k) {
        for (std::size_t i = 0; i < away.size(); ++i) {
          if (away[i] == Reason::kNone)
            RC_ASSERT(std::abs(team.counts[i] * total - k * team.members[i].weight) <= (n - 1) * total);
        }
      }
    }
  }));
}

// Lesson 8: return from leave brings neither a flood nor a lasting deficit: the pool's stated policy, exactly.
struct Return {
  LeaveCredit policy;
  int made_up_in_100;  // leads beyond the plain share, of the first 100 picks after a leave of 40 picks
  int made_up_in_all;
};
TEST(Turn, Lesson8_WhatALeaveEarnsIsMadeUpForAtTwiceTheShare) {
  const Return cases[] = {{{}, 0, 0}, {{true, 4}, 4, 4}, {{true, 0}, 10, 10}};
  for (const auto& [policy, in_100, in_all] : cases) {
    Team team({.leave_credit = policy}, {1, 1, 1, 1});
    const std::vector<Reason> away = {Reason::kOnLeave, Reason::kNone, Reason::kNone, Reason::kNone}, here(4);
    for (int k = 0; k < 40; ++k) team.pick(away);
    EXPECT_EQ(team.counts[0], 0);
    for (int k = 0; k < 100; ++k) team.pick(here);
    EXPECT_NEAR(team.counts[0] - 25, in_100, 1) << policy.leads_max;
    EXPECT_LE(team.counts[0], 41) << "twice the share, never more";
    for (int k = 0; k < 400; ++k) team.pick(here);
    EXPECT_NEAR(team.counts[0] - 125, in_all, 1) << "all of it, and nothing lasting";
    EXPECT_EQ(team.members[0].seen.leave_credit, 0);
  }
}

TEST(Turn, Lesson8_APolicyNeverGivesMoreThanTwiceTheShare) {
  EXPECT_TRUE(rc::check("no flood", [] {
    const auto weights = any_weights();
    RC_PRE(weights.size() > 1u);
    Team team({.leave_credit = {true, *rc::gen::inRange(0, 50)}}, weights);
    std::vector<Reason> away(weights.size());
    away[0] = Reason::kOnLeave;
    const auto absence = *rc::gen::inRange(0, 300);
    for (int k = 0; k < absence; ++k) team.pick(away);
    std::ranges::fill(team.counts, 0);
    const auto n = static_cast<std::int64_t>(weights.size());
    const auto total = std::accumulate(weights.begin(), weights.end(), std::int64_t{0});
    for (std::int64_t k = 1; k <= 100; ++k) {
      team.pick(std::vector<Reason>(weights.size()));
      RC_ASSERT(team.counts[0] * total < 2 * k * weights[0] + n * (total + weights[0]));
    }
  }));
}

}  // namespace
}  // namespace leakproof::router
