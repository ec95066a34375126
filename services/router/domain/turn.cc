#include "router/domain/turn.h"

#include <algorithm>

#include "router/domain/fair_pick.h"
#include "router/domain/legacy_weighted_pick.h"
#include "router/domain/limits.h"
#include "router/domain/routing.h"

namespace leakproof::router {
namespace {

using Candidates = std::vector<Candidate>;

bool in_draw(const Candidate& candidate) { return candidate.reason == Reason::kNone; }

// Leaves those in the draw who are as good as the best; `better(a, b)` is a strict weak order.
template <class Better>
void narrow(Candidates& candidates, Reason others, Better better) {
  const Candidate* best = nullptr;
  for (const auto& one : candidates) {
    if (in_draw(one) && (best == nullptr || better(one, *best))) best = &one;
  }
  if (best == nullptr) return;
  for (auto& one : candidates) {
    if (in_draw(one) && better(*best, one)) one.reason = others;
  }
}

void narrow_by_strategy(const Pool& pool, Candidates& candidates) {
  if (pool.has_tiers)
    narrow(candidates, Reason::kLowerTier, [](const auto& a, const auto& b) { return a.tier < b.tier; });
  if (pool.strategy == Strategy::kBestSkilled)
    narrow(candidates, Reason::kLessSkilled, [](const auto& a, const auto& b) { return a.skill > b.skill; });
  if (pool.strategy == Strategy::kLeastLoaded)
    narrow(candidates, Reason::kBusier,
           [](const auto& a, const auto& b) { return a.seen.load.open * b.weight < b.seen.load.open * a.weight; });
}

// True when they may have it: then nobody else does.
bool takes_it(const MemberId& who, Reason reason, Reason others, Candidates& candidates, Turn& turn) {
  const auto first = std::ranges::find(candidates, who, &Candidate::member);
  if (who.empty() || first == candidates.end() || !in_draw(*first)) return false;
  for (auto& one : candidates) {
    if (in_draw(one) && one.member != who) one.reason = others;
  }
  turn.picked = static_cast<std::size_t>(first - candidates.begin());
  turn.reason = reason;
  return true;
}

std::vector<std::size_t> those_in_draw(const Candidates& candidates) {
  std::vector<std::size_t> who;
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    if (in_draw(candidates[i])) who.push_back(i);
  }
  return who;
}

std::int64_t plain_weight(const Pool& pool, const Candidate& candidate) {
  return is_catching_up(pool, candidate.seen) ? candidate.weight / 2 : candidate.weight;
}
std::int64_t part_of_a_lead(std::int64_t weight, std::int64_t weights) {
  return static_cast<std::int64_t>(static_cast<__int128>(kOneLead) * weight / weights);
}

// Everybody's share of the pick: what passes by those who could not take it, what a leave earns, and what a member has
// made up for.
void settle_shares(const Pool& pool, const Candidates& candidates, Turn& turn) {
  std::int64_t drawn = 0, all = 0;
  for (const auto& one : candidates) {
    if (in_draw(one)) drawn += plain_weight(pool, one);
    if (in_draw(one) || counts_as_absent(one.reason)) all += plain_weight(pool, one);
  }
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    const Candidate& one = candidates[i];
    const std::int64_t weight = plain_weight(pool, one);
    const std::int64_t share = counts_as_absent(one.reason) ? part_of_a_lead(weight, all) : 0;
    std::int64_t leave_credit = one.seen.leave_credit;
    if (pool.leave_credit.earns && one.reason == Reason::kOnLeave) leave_credit += share;
    if (pool.leave_credit.leads_max > 0) leave_credit = std::min(leave_credit, pool.leave_credit.leads_max * kOneLead);
    // They count twice, so of each lead they get this much is not their plain share: 1 - (w/W) / (2w/(W+w)).
    if (turn.picked == i && is_catching_up(pool, one.seen))
      leave_credit = std::max<std::int64_t>(0, leave_credit - part_of_a_lead(drawn - weight, 2 * drawn));
    turn.missed_share.push_back(share);
    turn.leave_credit_after.push_back(leave_credit);
  }
}

void take_fair_turn(const Pool& pool, const std::vector<std::size_t>& who, const Candidates& candidates,
                    Credits credits, Turn& turn) {
  std::vector<Share> shares;
  shares.reserve(who.size());
  for (const std::size_t i : who) shares.push_back({candidates[i].weight, candidates[i].seen.credit});
  turn.picked = who[credits == Credits::kShares ? fair_pick(shares) : legacy_weighted_pick(shares)];
  turn.fair = true;
  turn.credits_after.reserve(candidates.size());
  for (const auto& one : candidates) turn.credits_after.push_back(one.seen.credit);
  for (std::size_t i = 0; i < who.size(); ++i) turn.credits_after[who[i]] = shares[i].credit;
  settle_shares(pool, candidates, turn);
}

}  // namespace

Turn take_turn(const Pool& pool, const GoesFirst& first, std::vector<Candidate>& candidates, Credits credits) {
  Turn turn;
  if (takes_it(first.account_owner, Reason::kAccountOwner, Reason::kNotAccountOwner, candidates, turn)) return turn;
  const bool is_sticky = pool.sticky || first.is_customer;
  if (is_sticky && takes_it(first.last_owner, Reason::kStickyOwner, Reason::kNotLastOwner, candidates, turn))
    return turn;
  narrow_by_strategy(pool, candidates);
  auto who = those_in_draw(candidates);
  if (who.empty()) return turn;
  if (pool.strategy == Strategy::kSharkTank) {
    who.resize(std::min(who.size(), kOfferedMax));
    turn.offered = std::move(who);
    return turn;
  }
  take_fair_turn(pool, who, candidates, credits, turn);
  return turn;
}

}  // namespace leakproof::router
