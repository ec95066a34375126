// A lead as the router moves it: where it is, who had it, what was agreed and which timers run. A plain value; nothing
// is known here of how it is stored. Only move_to of lead_lifecycle.h changes its status.
#pragma once
#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/id.h"
#include "base/time.h"
#include "calendar/zone_clock.h"
#include "router/domain/reason_codes.h"

namespace leakproof::router {

enum class LeadStatus {
  kUnrouted,  // its score is to come
  kAssigned,  // to one member, who has not accepted yet
  kAccepted,
  kHeld,
  kWithNurture,
  kEscalated,
  kClosed,
  kOffered  // to all of RoutedLead::offered; the first who accepts has it
};
inline constexpr LeadStatus kLastLeadStatus = LeadStatus::kOffered;

constexpr bool owned(LeadStatus status) { return status == LeadStatus::kAssigned || status == LeadStatus::kAccepted; }

// What happens to a lead; lead_lifecycle.h says where it is legal.
enum class Move {
  kAccept,
  kProgress,  // a step is told
  kDecline,
  kBreach,
  kRelease,  // its owner is away, or gone
  kClose,
  kRecycle,
  kClaim,
  kHandBack,
  kDrain,  // a hold is looked at, or ends
  kInquiry,
  kStall,  // no next step in time
  kTransfer,
  kSweep,  // to somebody else, or into a journey
};
inline constexpr Move kLastMove = Move::kSweep;

// What an owner did with the lead.
enum class Step { kContacted, kMeeting, kProposal, kUnreachable };
inline constexpr std::array kSteps = {Step::kContacted, Step::kMeeting, Step::kProposal, Step::kUnreachable};
std::string_view name_of(Step step);  // "contacted"

// Amounts are in the currency's minor unit; 0 means that none was said.
struct DealValue {
  std::int64_t minor = 0;
  std::string currency;
  bool operator==(const DealValue&) const = default;
};

inline constexpr std::string_view kClosedAsWon = "won";

struct RoutedLead {
  LeadId id;
  LeadStatus status = LeadStatus::kUnrouted;
  // Where it is
  MemberId member;  // the owner; of a closed lead, whose it was
  PoolId pool;
  JourneyId journey;
  PoolId counted_pool;               // the pool whose open work it is
  std::int64_t ownership_token = 0;  // grows with every decision that moves the lead
  DecisionId last_decision;
  std::optional<Instant> decided_at, assigned_at, accepted_at;
  // Who may have it
  int attempt = 0;  // assignments since rules were last asked
  std::vector<MemberId> tried, offered;
  MemberId last_owner;   // who accepted it last
  bool claimed = false;  // the owner took it since the last inquiry was routed
  // The inquiry that is routed now
  bool inquiry_pending = false;        // an inquiry came, its score has not
  std::optional<Instant> received_at;  // first click
  double score = 0;                    // read off the stored score, and never written back
  std::string grade;                   // likewise
  // Its timers: kLeadTimers names each
  std::optional<Instant> warn_at, breach_at, hold_until, next_warn_at, next_breach_at;
  calendar::Clocks clocks;  // by which those that follow from working time were counted
  // The hold
  std::string hold_key;  // its place among those of its pool: hold_order.h
  Reason hold_reason = Reason::kNone;
  std::optional<Instant> held_since;  // through all holds without an owner in between
  // What sweeps and people look at
  std::optional<Step> last_step;
  std::optional<Instant> last_step_at;    // of its owner: assigned, accepted, or any step told
  std::optional<Instant> returned_at;     // given back by a member, and nobody's since
  std::optional<Instant> unreachable_at;  // first told by this owner, and not reached since
  DealValue value;                        // of the proposal, or of the deal
  std::string closed_reason;              // kClosedAsWon, "lost", "disqualified", or the kind of a sweep
  std::string closed_detail;              // the member's own reason
  // Of that decision `untold_channels` of the owner's channels could not bring the news.
  DecisionId untold_decision;
  int untold_channels = 0;

  bool is_owned() const { return owned(status); }
  bool operator==(const RoutedLead&) const = default;
};

// The timers of a lead, the only list of them. A new one is a field and a row here, its fields and its kind in
// state.proto, and a row in router/state/router_timer.cc.
enum class LeadTimer { kWarn, kBreach, kHold, kNextWarn, kNextBreach };
struct LeadTimerRow {
  LeadTimer timer;
  std::string_view name;  // part of ids on disk
  std::optional<Instant> RoutedLead::*due;
  Move concerns;                   // what fires has something to say while this move is legal
  std::optional<Trigger> trigger;  // of the decision that follows; nullopt: whoever may have the lead is reminded
};
inline constexpr std::array kLeadTimers = {
    LeadTimerRow{LeadTimer::kWarn, "warn", &RoutedLead::warn_at, Move::kBreach, std::nullopt},
    LeadTimerRow{LeadTimer::kBreach, "breach", &RoutedLead::breach_at, Move::kBreach, Trigger::kResponseTimeout},
    LeadTimerRow{LeadTimer::kHold, "hold", &RoutedLead::hold_until, Move::kDrain, Trigger::kHoldExpired},
    LeadTimerRow{LeadTimer::kNextWarn, "next_warn", &RoutedLead::next_warn_at, Move::kStall, std::nullopt},
    LeadTimerRow{LeadTimer::kNextBreach, "next_breach", &RoutedLead::next_breach_at, Move::kStall,
                 Trigger::kNextStepTimeout},
};
constexpr const LeadTimerRow& row_of(LeadTimer timer) {
  return *std::ranges::find(kLeadTimers, timer, &LeadTimerRow::timer);
}

}  // namespace leakproof::router
