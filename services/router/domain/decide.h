// The routing decision: what is known → where the lead goes. Pure and total; no clock, no chance, ties by stated order.
// A Situation and what is looked at are exactly what a Decision event stores, so that a decision can be made again from its event alone.
#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "router/domain/availability.h"
#include "router/domain/routing.h"
#include "router/domain/rule_walk.h"
#include "router/domain/words.h"

namespace leakproof::router {

struct Situation {
  Trigger trigger = Trigger::kNewLead;
  Instant now;
  const rules::Record* record = nullptr;  // lead.* and score.*, of Routing::schema; outlives the call
  MemberId previous_owner;                // whose lead it is, or was until now
  bool previous_owner_on_leave = false;
  int attempt = 0;                   // assignments since the lead was last routed by rules
  std::vector<MemberId> tried;       // who had it since then
  PoolId pinned_pool;                // the pool chosen before; empty = rules decide
  MemberId claimed_by;               // a person's claim: this one's (trigger kClaim) or one that stands
  JourneyId handed_back_by;          // trigger kHandedBack: it does not get the lead right back
  std::int64_t ownership_token = 0;  // before the decision
};

// What the pool that was chosen looks like now. `members` in the order of Pool::members.
struct PoolSeen {
  std::int64_t picks = 0;
  std::vector<MemberSeen> members;
};
// Asked at most once a decision. Two real ones: the router's state, and the event of a past decision.
using LookAtPool = std::function<PoolSeen(const Pool&)>;

struct Candidate {
  MemberId member;
  Reason reason = Reason::kNone;  // kNone = eligible
  std::int64_t weight = 1;
  bool on_shift = false;
  MemberSeen seen;
};

struct Chosen {
  RuleId rule;
  PoolId pool;
  MemberId member;
  JourneyId journey;
};

struct Verdict {
  Outcome outcome = Outcome::kHeld;
  Reason reason = Reason::kNone;
  Chosen chosen;
  std::int64_t ownership_token = 0;  // one more, unless nothing moved (kept, superseded)
  std::optional<Instant> warn_at, breach_at, hold_until;
  // What was looked at
  Walk walk;
  std::optional<PoolId> pool;  // looked at
  std::int64_t picks = 0;
  std::vector<Candidate> candidates;
  // Of the pool, by candidate, after the pick; empty when nobody was picked. Not part of the event: it follows from it.
  std::vector<std::int64_t> credits_after;
};

// Whether the lead is somewhere else after it: the token grew.
constexpr bool moves(Outcome outcome) { return outcome != Outcome::kKept && outcome != Outcome::kSuperseded; }

Verdict decide(const Routing& routing, const Situation& situation, const LookAtPool& look);

}  // namespace leakproof::router
