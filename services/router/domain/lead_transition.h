// What a move makes of a lead: its fields, its timers and the facts that others read. Pure. A function that moves a
// lead CHECKs the table of lead_lifecycle.h.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "router/domain/decide.h"
#include "router/domain/lead_lifecycle.h"
#include "router/domain/routed_lead.h"

namespace leakproof::router {

// A fact about one assignment, for all who read the journal.
enum class Assignment {
  kAssigned,  // to this member
  kOffered,   // to this member among others
  kAccepted,
  kDeclined,
  kWarned,
  kBreached,
  kReclaimed,
  kClosed,
  kHeld,
  kHoldExpired
};
struct AssignmentFact {
  Assignment state{};
  MemberId member;
  PoolId pool;
  std::int64_t ownership_token = 0;
  DecisionId decision;
  std::string reason;
  std::string detail{};  // of kClosed: the member's own reason
  DealValue value{};     // of kClosed, when it was won
};
AssignmentFact fact_of(const RoutedLead& lead, Assignment state, std::string reason);
// The fact is about one of those it is offered to.
AssignmentFact fact_of(const RoutedLead& lead, const MemberId& member, Assignment state, std::string reason);

struct TimerAt {
  LeadTimer timer;
  Instant due;
};
std::vector<TimerAt> timers_of(const RoutedLead& lead);

// What a move makes of a lead, and everything that follows from it. The timers are those of the lead's ownership token
// before the move and after it.
struct Transition {
  RoutedLead lead;
  std::vector<TimerAt> cleared{}, set{};
  std::vector<AssignmentFact> facts{};
  MemberId freed_member{};  // has one lead less than before
  PoolId freed_pool{};      // likewise
};

// ---- Moves that the router decides
// What the lead says to a decision. The caller fills in what only the roster or the configuration knows.
RoutingInput routing_input(const RoutedLead& lead, Trigger trigger, Instant now);
// The decision that ends an offer: of those who were to answer, the `absent` were on leave meanwhile. It is no try of
// theirs, and where nobody was there to answer, no attempt.
void spare_the_absent(const RoutedLead& lead, const std::vector<MemberId>& absent, RoutingInput& input);
// The decision is carried out; the moment is that of `input`.
Transition decided(const RoutedLead& lead, const RoutingInput& input, const RoutingDecision& decision,
                   const DecisionId& id, const Routing& routing);

// ---- Moves that people make
Transition accepted(const RoutedLead& lead, const Routing& routing, Instant now);
// A step was told: the time to the next one begins anew, unless the owner had claimed the lead, which sets no timers.
Transition progressed(const RoutedLead& lead, const Routing& routing, Instant now);
// One of those it is offered to does not want it. After the last of them the lead is to be decided anew.
Transition offer_declined(const RoutedLead& lead, const MemberId& member, const std::string& reason);
// `reason` is of the closed list above, `detail` the member's own.
Transition closed(const RoutedLead& lead, const std::string& reason, const std::string& detail);

// ---- What changes a lead without moving it
// What a member says of the work itself; a value that is 0 leaves the one before.
void note(RoutedLead& lead, std::optional<Step> step, const DealValue& value, Instant now);
// An inquiry came; its score is to follow.
void inquired(RoutedLead& lead, Instant received_at);
// A score came: a lead that waits goes to the place that this gives it.
void rescored(RoutedLead& lead, double score, const std::string& grade);
// The timer fired, and is no more.
void timer_fired(RoutedLead& lead, LeadTimer timer);
// The fact that the time of the lead was up: an answer, a next step, or a hold.
AssignmentFact timeout_of(const RoutedLead& lead, Trigger trigger);

}  // namespace leakproof::router
