// Says what became of assignments: as facts for all who read the journal, and as notifications to the members whom it
// concerns. It needs the draft, the configuration in force and LeadFacts; it changes no lead. One input's lifetime.
#pragma once
#include <string>

#include "router/lead_facts.h"
#include "router/notify/notification_outbox.h"
#include "router/state/routed_lead_codec.h"

namespace leakproof::router {

struct ActiveConfig;
struct AssignmentFact;
struct Pool;
struct RoutingDecision;
struct RoutingInput;
struct Transition;
class Roster;

class AssignmentNotifier {
 public:
  AssignmentNotifier(stream::Draft& draft, const ActiveConfig& active, LeadFacts& facts, Roster& roster)
      : draft_(draft), active_(active), facts_(facts), roster_(roster) {}

  // A fact alone: nobody is notified.
  void state(const StoredLead& lead, const AssignmentFact& fact);
  // The lead after a move that was not decided, and before it: whoever it was offered to is told that it is gone.
  void announce(StoredLead& lead, const RoutedLead& before, const Transition& transition);
  // The lead after a decision, and before it: old and new owners are told, and whoever is to know of an escalation.
  void announce(StoredLead& lead, const RoutedLead& before, const Transition& transition, const RoutingInput& input,
                const RoutingDecision& decision);
  // The owner, or all it is offered to, are reminded.
  void warn(StoredLead& lead);
  // A call that told somebody of the lead was given up. Once none of the owner's channels told them that the lead is
  // theirs, and while they have not accepted it, who is told of escalations learns of it. True: the lead counts one
  // more such channel, and is to be saved.
  bool undelivered(StoredLead& lead, const journal::v1::OutboxEntry& entry, const std::string& detail);
  void notify(StoredLead& lead, const Notification& notification);
  // Who hears of what the pool cannot place: the first in line (domain/escalation.h) who is not on leave; the first of
  // all when everybody is. Empty: there is nobody.
  MemberId last_resort_of(const Pool* pool, const MemberId& first = {}, const MemberId& but_not = {});

 private:
  void notify(StoredLead& lead, NotificationKind kind, const MemberId& to, const ReasonText& why);
  void tell_of_loss(StoredLead& lead, const RoutedLead& before, const AssignmentFact& fact);
  const Pool* pool_of(const StoredLead& lead) const;

  stream::Draft& draft_;
  const ActiveConfig& active_;
  LeadFacts& facts_;
  Roster& roster_;
};

}  // namespace leakproof::router
