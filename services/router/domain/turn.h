// Whose turn it is: a pool's strategy over its candidates. Each strategy narrows the draw, and whoever it leaves out is
// given the reason; among those left the turn is fair (fair_pick.h, with its bound). Pure; ties end in the pool's
// order.
//
//   tiers         the lowest tier that has somebody eligible
//   best skilled  the highest sum of levels in the skills needed
//   least loaded  the least open work for the weight
//   account       whose account the lead is of, whoever's turn it is: it is no turn, so no credit moves
//   sticky        who had the lead last, likewise
//   shark tank    an offer to all who are left, at most kOfferedMax
#pragma once
#include <cstdint>
#include <optional>
#include <vector>

#include "router/domain/candidates.h"

namespace leakproof::router {

struct Pool;

// What the credits of candidates count, and so which rule has the turn.
enum class Credits : std::uint8_t {
  kLegacyWeights,  // of decisions of earlier versions: legacy_weighted_pick.h
  kShares,         // of a lead: fair_pick.h
};

inline constexpr std::int64_t kOneLead = 1'000'000;  // of MemberSnapshot::leave_credit and Turn::missed_share

struct Turn {
  std::optional<std::size_t> picked;  // the index among the candidates
  std::vector<std::size_t> offered;   // likewise; of a shark tank
  Reason reason = Reason::kNone;      // kAccountOwner, kStickyOwner
  bool fair = false;                  // a turn of those in the draw; else the rest is empty
  // By candidate, after the pick. They follow from the candidates, so a decision does not store them.
  std::vector<std::int64_t> credits_after;
  std::vector<std::int64_t> leave_credit_after;
  std::vector<std::int64_t> missed_share;  // the share of this pick that the member could not have
};

// Who goes first while they may have the lead; empty = nobody.
struct GoesFirst {
  MemberId account_owner;
  MemberId last_owner;       // where the pool is sticky
  bool is_customer = false;  // the deal was won: the last owner goes first in any pool
};

// Sets the reason of candidates that the strategy leaves out.
Turn take_turn(const Pool& pool, const GoesFirst& first, std::vector<Candidate>& candidates,
               Credits credits = Credits::kShares);

}  // namespace leakproof::router
