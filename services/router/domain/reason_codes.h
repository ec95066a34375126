// The closed lists of routing: why a decision was asked for, how it ended, and reason codes. Their names are what the
// audit and the API show.
#pragma once
#include <string_view>

namespace leakproof::router {

// Values are those of lead.v1.Decision.Trigger.
enum class Trigger {
  kNewLead = 1,
  kRepeatInquiry = 2,
  kHoldDrained = 3,      // somebody may be free for a lead that waits
  kResponseTimeout = 4,  // the owner did not answer in time
  kDeclined = 5,
  kHandedBack = 6,        // by nurture
  kClaim = 7,             // a person takes it
  kMemberAway = 8,        // the owner left before touching it
  kRecycled = 9,          // not ready: back to nurture
  kHoldExpired = 10,      // it waited as long as its pool allows
  kOfferTaken = 11,       // one of those it was offered to accepted first
  kNextStepTimeout = 12,  // the owner accepted, and no next step followed in time
  kTransfer = 13,         // a person gives it to somebody else
  kSwept = 14,            // a sweep found it
};

// Values are those of lead.v1.Decision.Outcome.
enum class Outcome {
  kAssigned = 1,
  kHeld = 2,
  kNurtured = 3,
  kKept = 4,  // the owner keeps the lead
  kClaimed = 5,
  kEscalated = 6,
  kSuperseded = 7,   // a person had taken it before the machine came to decide
  kOffered = 8,      // to many; the first who accepts has it
  kTransferred = 9,  // to the member that a person named
};

// Why somebody is no candidate, or why a decision is not an assignment by rule.
enum class Reason {
  kNone,
  kInactive,
  kOnLeave,
  kOffline,
  kOffHours,
  kAtCapOpen,
  kAtCapHour,
  kAtCapDay,
  kAlreadyTried,
  kNoRuleMatched,
  kNoEligibleMember,
  kAttemptsMax,  // as many members had it as the pool's SLA allows
  kNoJourney,    // recycled, and no journey takes recycled leads
  kOwnerAvailable,
  kClaimed,
  kAtCapWeek,
  kAtCapMonth,
  kNotSkilled,
  kLowerTier,     // somebody of a tier before is eligible
  kBusier,        // somebody has less open work
  kLessSkilled,   // somebody knows better what the lead needs
  kNotLastOwner,  // somebody had the lead last and goes first
  kStickyOwner,   // he had the lead last
  kFirstToAccept,
  kPoolAtCapOpen,
  kPoolAtCapHour,
  kPoolAtCapDay,
  kPoolAtCapWeek,
  kPoolAtCapMonth,
  kHoldOverflow,     // it waited as long as its pool allows
  kAccountOwner,     // he has the account that the lead belongs to
  kNotAccountOwner,  // somebody has, and goes first
  kByOwner,          // its owner gave it away
  kByTeamLead,       // who leads the pool gave it to somebody
  kSwept,            // a sweep says so
};
// Rules are asked again: what was tried before belongs to the inquiry before.
constexpr bool starts_over(Trigger trigger) {
  return trigger == Trigger::kNewLead || trigger == Trigger::kRepeatInquiry || trigger == Trigger::kHandedBack;
}

inline constexpr Trigger kLastTrigger = Trigger::kSwept;
inline constexpr Outcome kLastOutcome = Outcome::kTransferred;
inline constexpr Reason kLastReason = Reason::kSwept;

std::string_view name_of(Trigger trigger);  // "new_lead"
std::string_view name_of(Outcome outcome);  // "assigned"
std::string_view name_of(Reason reason);    // "at_cap_open"; empty for kNone

}  // namespace leakproof::router
