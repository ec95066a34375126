// The life of a lead in the router, as a drawing and as the table of legal moves. Pure. What a move does to the lead
// beside its status is said in lead_transition.h.
//
//                 ┌────────────── decide ───────────────┐
//   kUnrouted ──► │ kAssigned  kOffered  kHeld  kWithNurture  kEscalated
//                     │ accept, progress      (claim from anywhere)
//                     ▼                             │
//                 kAccepted ◄───────────────────────┘
//                     │ close (from every state)
//                     ▼
//                 kClosed ── inquiry, hand-back ──► decide
//   An offer that somebody takes is decided too: exactly one has it. A lead that stalls (no next step in time) is
//   decided anew. Decline, breach, release, recycle, hand-back, drain (or expiry) of a hold, a sweep and a transfer by
//   a person all lead back to decide.
//
// Every change of a status goes through `move_to`, which CHECKs the table. Whoever takes an input from outside asks
// `next` first, and refuses what is illegal.
#pragma once
#include <optional>
#include <string_view>

#include "router/domain/reason_codes.h"
#include "router/domain/routed_lead.h"

namespace leakproof::router {

// What a legal move leads to: a status, or the router decides anew.
struct Next {
  bool decide = false;
  LeadStatus status = LeadStatus::kUnrouted;  // unless decide
  bool operator==(const Next&) const = default;
};

// nullopt: an illegal move.
std::optional<Next> next(LeadStatus from, Move move);
std::string_view name_of(LeadStatus status);  // "assigned", "accepted", "held", "with_nurture", "escalated", "closed",
                                              // "offered", "in_flight"

// The move that a decision with this trigger is.
Move move_of(LeadStatus from, Trigger trigger);
// An illegal move is a CHECK. A move that the router decides leads anywhere but to a lead that is closed or in flight.
void move_to(RoutedLead& lead, Move move, LeadStatus to);

}  // namespace leakproof::router
