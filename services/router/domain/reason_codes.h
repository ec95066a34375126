// The closed lists of routing: why a decision was asked for, how it ended, and reason codes. Each is an enum and one
// table with a row a value: a further value is an enumerator and a row here, and a text in each language
// (router/messages). Decisions are stored with the names of reasons and the values of the others, for ever: none
// changes, and none is used again. Pure.
#pragma once
#include <array>
#include <optional>
#include <string_view>

namespace leakproof::router {

// Whether the rows of a table stand in the order of their values, with none left out.
template <class Rows>
constexpr bool in_order(const Rows& rows, int first) {
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (static_cast<int>(rows[i].value) != first + static_cast<int>(i)) return false;
  }
  return true;
}

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

struct TriggerRow {
  Trigger value;
  std::string_view name;  // what the audit and the API show; also the key of its text
};
inline constexpr std::array kTriggers = std::to_array<TriggerRow>({
    {Trigger::kNewLead, "new_lead"},
    {Trigger::kRepeatInquiry, "repeat_inquiry"},
    {Trigger::kHoldDrained, "hold_drained"},
    {Trigger::kResponseTimeout, "response_timeout"},
    {Trigger::kDeclined, "declined"},
    {Trigger::kHandedBack, "handed_back"},
    {Trigger::kClaim, "claim"},
    {Trigger::kMemberAway, "member_away"},
    {Trigger::kRecycled, "recycled"},
    {Trigger::kHoldExpired, "hold_expired"},
    {Trigger::kOfferTaken, "offer_taken"},
    {Trigger::kNextStepTimeout, "next_step_timeout"},
    {Trigger::kTransfer, "transfer"},
    {Trigger::kSwept, "swept"},
});
static_assert(in_order(kTriggers, 1));

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

struct OutcomeRow {
  Outcome value;
  std::string_view name;
};
inline constexpr std::array kOutcomes = std::to_array<OutcomeRow>({
    {Outcome::kAssigned, "assigned"},
    {Outcome::kHeld, "held"},
    {Outcome::kNurtured, "nurtured"},
    {Outcome::kKept, "kept"},
    {Outcome::kClaimed, "claimed"},
    {Outcome::kEscalated, "escalated"},
    {Outcome::kSuperseded, "superseded"},
    {Outcome::kOffered, "offered"},
    {Outcome::kTransferred, "transferred"},
});
static_assert(in_order(kOutcomes, 1));

// Why somebody is no candidate, or why a decision is not an assignment by rule.
enum class Reason {
  kNone = 0,
  kInactive = 1,
  kOnLeave = 2,
  kOffline = 3,
  kOffHours = 4,
  kAtCapOpen = 5,
  kAtCapHour = 6,
  kAtCapDay = 7,
  kAlreadyTried = 8,
  kNoRuleMatched = 9,
  kNoEligibleMember = 10,
  kAttemptsMax = 11,  // as many members had it as the pool's SLA allows
  kNoJourney = 12,    // recycled, and no journey takes recycled leads
  kOwnerAvailable = 13,
  kClaimed = 14,
  kAtCapWeek = 15,
  kAtCapMonth = 16,
  kNotSkilled = 17,
  kLowerTier = 18,     // somebody of a tier before is eligible
  kBusier = 19,        // somebody has less open work
  kLessSkilled = 20,   // somebody knows better what the lead needs
  kNotLastOwner = 21,  // somebody had the lead last and goes first
  kStickyOwner = 22,   // had the lead last
  kFirstToAccept = 23,
  kPoolAtCapOpen = 24,
  kPoolAtCapHour = 25,
  kPoolAtCapDay = 26,
  kPoolAtCapWeek = 27,
  kPoolAtCapMonth = 28,
  kHoldOverflow = 29,     // it waited as long as its pool allows
  kAccountOwner = 30,     // has the account that the lead belongs to
  kNotAccountOwner = 31,  // somebody else has it and goes first
  kByOwner = 32,          // its owner gave it away
  kByTeamLead = 33,       // who leads the pool gave it to somebody
  kSwept = 34,            // a sweep says so
};

struct ReasonRow {
  Reason value;
  std::string_view name;
  // Whether a candidate kept out by it was away or full when the pick went by: they keep their share of it (turn.cc).
  bool counts_as_absent;
};
inline constexpr std::array kReasons = std::to_array<ReasonRow>({
    {Reason::kNone, "", false},
    {Reason::kInactive, "inactive", false},
    {Reason::kOnLeave, "on_leave", true},
    {Reason::kOffline, "offline", true},
    {Reason::kOffHours, "off_hours", true},
    {Reason::kAtCapOpen, "at_cap_open", true},
    {Reason::kAtCapHour, "at_cap_hour", true},
    {Reason::kAtCapDay, "at_cap_day", true},
    {Reason::kAlreadyTried, "already_tried", false},
    {Reason::kNoRuleMatched, "no_rule_matched", false},
    {Reason::kNoEligibleMember, "no_eligible_member", false},
    {Reason::kAttemptsMax, "attempts_max", false},
    {Reason::kNoJourney, "no_journey", false},
    {Reason::kOwnerAvailable, "owner_available", false},
    {Reason::kClaimed, "claimed", false},
    {Reason::kAtCapWeek, "at_cap_week", true},
    {Reason::kAtCapMonth, "at_cap_month", true},
    {Reason::kNotSkilled, "not_skilled", false},
    {Reason::kLowerTier, "lower_tier", false},
    {Reason::kBusier, "busier", false},
    {Reason::kLessSkilled, "less_skilled", false},
    {Reason::kNotLastOwner, "not_last_owner", false},
    {Reason::kStickyOwner, "sticky_owner", false},
    {Reason::kFirstToAccept, "first_to_accept", false},
    {Reason::kPoolAtCapOpen, "pool_at_cap_open", false},
    {Reason::kPoolAtCapHour, "pool_at_cap_hour", false},
    {Reason::kPoolAtCapDay, "pool_at_cap_day", false},
    {Reason::kPoolAtCapWeek, "pool_at_cap_week", false},
    {Reason::kPoolAtCapMonth, "pool_at_cap_month", false},
    {Reason::kHoldOverflow, "hold_overflow", false},
    {Reason::kAccountOwner, "account_owner", false},
    {Reason::kNotAccountOwner, "not_account_owner", false},
    {Reason::kByOwner, "by_owner", false},
    {Reason::kByTeamLead, "by_team_lead", false},
    {Reason::kSwept, "swept", false},
});
static_assert(in_order(kReasons, 0));

// A value that is in no row is a programmer's error: a CHECK.
std::string_view name_of(Trigger trigger);  // "new_lead"
std::string_view name_of(Outcome outcome);  // "assigned"
std::string_view name_of(Reason reason);    // "at_cap_open"; empty for kNone
bool counts_as_absent(Reason reason);
// Returns nullopt for a name that this version does not know.
std::optional<Reason> reason_of(std::string_view name);

// Rules are asked again: what was tried before belongs to the inquiry before.
constexpr bool starts_over(Trigger trigger) {
  return trigger == Trigger::kNewLead || trigger == Trigger::kRepeatInquiry || trigger == Trigger::kHandedBack;
}

}  // namespace leakproof::router
