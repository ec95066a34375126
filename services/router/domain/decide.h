// The routing decision: what is known → where the lead goes. Pure and total; no clock, no chance, ties by stated order.
// A Situation and what is looked at are exactly what a Decision event stores, so that a decision can be made again from
// its event alone.
#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "calendar/zone_clock.h"
#include "router/domain/candidates.h"
#include "router/domain/reason_codes.h"
#include "router/domain/rule_walk.h"
#include "router/domain/turn.h"

namespace leakproof::rules {
class Record;
}

namespace leakproof::router {

struct Pool;
struct Routing;

// A person gives the lead away; to a pool: that is then the pinned one.
struct Transfer {
  MemberId by, to;
  std::string why;
  bool by_team_lead = false;  // of its pool: they are bound by nothing but that `to` works here
};

// What a sweep found, and where the lead is to go.
struct Sweep {
  std::string kind;
  JourneyId journey;  // empty = to somebody else
};

// What nurture said when it gave the lead back.
struct HandBack {
  JourneyId journey;
  std::string reason;
  std::vector<std::string> steps_done;
};

// What whoever loses the lead had made of it.
enum class PreviousOwner { kUnknown, kAssigned, kAccepted, kGone };

struct RoutingInput {
  Trigger trigger = Trigger::kNewLead;
  Instant now;
  const rules::Record* record = nullptr;  // lead.* and score.*, of Routing::schema; outlives the call
  MemberId previous_owner;                // whose lead it is, or was until now
  bool previous_owner_on_leave = false;
  bool previous_owner_online = false;                            // trigger kRepeatInquiry
  PreviousOwner previous_owner_state = PreviousOwner::kUnknown;  // trigger kMemberAway
  // Trigger kRepeatInquiry: the pool whose lead it is, where the owner is to have a new time to answer. Empty where
  // they have one already, and in decisions of earlier versions.
  PoolId owner_pool;
  bool was_won = false;               // trigger kRepeatInquiry: it was closed, and the deal was won
  int attempt = 0;                    // assignments since the lead was last routed by rules
  std::vector<MemberId> tried;        // who had it since then
  PoolId pinned_pool;                 // the pool chosen before; empty = rules decide
  MemberId claimed_by;                // a person's claim: this one's (triggers kClaim, kOfferTaken) or one that stands
  MemberId last_owner;                // who accepted it last; known where a pool is sticky, or the deal was won
  std::string grade;                  // of the score
  JourneyId handed_back_by;           // trigger kHandedBack: it does not get the lead right back
  std::int64_t ownership_token = 0;   // before the decision
  std::optional<Transfer> transfer;   // trigger kTransfer
  std::optional<Sweep> sweep;         // trigger kSwept
  std::optional<HandBack> hand_back;  // trigger kHandedBack
  std::vector<calendar::ZoneStretch> zones;  // of a past decision: what the clocks showed then
};

// What the pool that was chosen looks like now. `members` in the order of Pool::members.
struct PoolSnapshot {
  std::int64_t picks = 0;
  std::vector<MemberSnapshot> members;
  Load load;  // of the pool as a whole, where it has caps
  Credits credits = Credits::kShares;
};
// Asked at most once a decision. Two real ones: the router's state, and the event of a past decision.
using LoadPool = std::function<PoolSnapshot(const Pool&)>;

struct Choice {
  RuleId rule;
  PoolId pool;
  MemberId member;
  JourneyId journey;
};

struct RoutingDecision {
  Outcome outcome = Outcome::kHeld;
  Reason reason = Reason::kNone;
  Choice chosen;
  std::vector<MemberId> offered;     // of an offer to many
  std::int64_t ownership_token = 0;  // one more, unless nothing moved (kept, superseded)
  std::optional<Instant> warn_at, breach_at, hold_until;
  Reason overridden = Reason::kNone;  // what stood against a transfer that was made all the same
  // What was looked at
  std::string account;  // that the lead is of, and its owner, who goes first
  MemberId account_owner;
  Walk walk;
  std::optional<PoolId> pool;  // looked at
  std::int64_t picks = 0;
  Load load;
  Credits credits = Credits::kShares;  // of the candidates
  std::vector<Candidate> candidates;
  std::vector<calendar::ZoneStretch> zones;  // what was used of the clocks of zones
  std::string zone_data;                     // of a past decision: the version of the data that said so
  Turn turn;                                 // not part of the event: it follows from it
};

// Whether the lead is somewhere else after it: the token grew.
constexpr bool moves(Outcome outcome) { return outcome != Outcome::kKept && outcome != Outcome::kSuperseded; }

RoutingDecision decide(const Routing& routing, const RoutingInput& input, const LoadPool& look);

}  // namespace leakproof::router
