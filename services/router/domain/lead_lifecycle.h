// The life of a lead in the router, as a drawing and as data. Pure. A move that the table does not know is ignored,
// with a reason.
//
//                 ┌────────────── decide ───────────────┐
//   kUnrouted ──► │ kAssigned  kOffered  kHeld  kWithNurture  kEscalated
//                     │ accept, progress      (claim from anywhere)
//                     ▼                             │
//                 kAccepted ◄───────────────────────┘
//                     │ close (from every state)
//                     ▼
//                 kClosed ── inquiry, hand-back ──► decide
//   An open offer that somebody takes is decided too: exactly one has it. A lead that stalls (no next step in time) is
//   decided anew. decline, breach, release, recycle, hand-back, drain (or expiry) of a hold and transfer by a person
//   all lead back to decide.
#pragma once
#include <optional>
#include <string_view>

namespace leakproof::router {

// Values are those of state.v1.RoutedLead.Status.
enum class LeadStatus {
  kUnrouted = 0,
  kAssigned = 1,
  kAccepted = 2,
  kHeld = 3,
  kWithNurture = 4,
  kEscalated = 5,
  kClosed = 6,
  kOffered = 7
};

enum class Move {
  kAccept,
  kProgress,
  kDecline,
  kBreach,
  kRelease,
  kClose,
  kRecycle,
  kClaim,
  kHandBack,
  kDrain,
  kInquiry,
  kStall,
  kTransfer
};

// What a legal move leads to: a status, or the router decides anew.
struct Next {
  bool decide = false;
  LeadStatus status = LeadStatus::kUnrouted;  // unless decide
  bool operator==(const Next&) const = default;
};

// nullopt: an illegal move.
std::optional<Next> next(LeadStatus from, Move move);
constexpr bool owned(LeadStatus status) { return status == LeadStatus::kAssigned || status == LeadStatus::kAccepted; }
std::string_view name_of(LeadStatus status);  // "assigned", "accepted", "held", "with_nurture", "escalated", "closed",
                                              // "offered", "in_flight"

}  // namespace leakproof::router
