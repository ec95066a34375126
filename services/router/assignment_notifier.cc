// Tested by: services/router/router_processor_test.cc
#include "router/assignment_notifier.h"

#include <algorithm>

#include "base/check.h"
#include "router/config/routing_codec.h"
#include "router/domain/escalation.h"
#include "router/domain/explain.h"
#include "router/domain/lead_transition.h"
#include "router/state/roster.h"

namespace leakproof::router {
namespace {

using lead::v1::AssignmentChanged;

AssignmentChanged::State encode(Assignment state) {
  switch (state) {
    case Assignment::kAssigned:
      return AssignmentChanged::ASSIGNED;
    case Assignment::kOffered:
      return AssignmentChanged::OFFERED;
    case Assignment::kAccepted:
      return AssignmentChanged::ACCEPTED;
    case Assignment::kDeclined:
      return AssignmentChanged::DECLINED;
    case Assignment::kWarned:
      return AssignmentChanged::WARNED;
    case Assignment::kBreached:
      return AssignmentChanged::BREACHED;
    case Assignment::kReclaimed:
      return AssignmentChanged::RECLAIMED;
    case Assignment::kClosed:
      return AssignmentChanged::CLOSED;
    case Assignment::kHeld:
      return AssignmentChanged::HELD;
    case Assignment::kHoldExpired:
      return AssignmentChanged::HOLD_EXPIRED;
  }
  LEAKPROOF_CHECK(false);
  return {};
}

}  // namespace

const Pool* AssignmentNotifier::pool_of(const StoredLead& lead) const { return active_.routing.pool(lead.routed.pool); }

void AssignmentNotifier::state(const StoredLead& lead, const AssignmentFact& fact) {
  lead::v1::Event event;
  auto& change = *event.mutable_assignment_changed();
  change.set_state(encode(fact.state));
  change.set_member_id(fact.member.value());
  change.set_pool_id(fact.pool.value());
  change.set_ownership_token(fact.ownership_token);
  change.set_decision_id(fact.decision.value());
  change.set_reason(fact.reason);
  change.set_detail(fact.detail);
  change.set_value_minor(fact.value.minor);
  change.set_currency(fact.value.currency);
  facts_.emit(lead, std::move(event));
}

void AssignmentNotifier::announce(StoredLead& lead, const RoutedLead& before, const Transition& transition) {
  for (const auto& fact : transition.facts) {
    state(lead, fact);
    if (fact.state == Assignment::kReclaimed) tell_of_loss(lead, before, fact);
  }
}

void AssignmentNotifier::announce(StoredLead& lead, const RoutedLead& before, const Transition& transition,
                                  const RoutingInput& input, const RoutingDecision& decision) {
  const ReasonText why = [&](const Messages& texts) { return summary(input, decision, texts); };
  for (const auto& fact : transition.facts) {
    state(lead, fact);
    const bool gave_away = input.transfer && before.is_owned() && input.transfer->by == fact.member;
    if (fact.state == Assignment::kReclaimed && !gave_away) tell_of_loss(lead, before, fact);
    if (fact.state == Assignment::kAssigned || fact.state == Assignment::kAccepted)
      notify(lead, NotificationKind::kAssigned, fact.member, why);
    if (fact.state == Assignment::kOffered) notify(lead, NotificationKind::kOffered, fact.member, why);
    // It goes on waiting where it has waited too long.
    if (fact.state == Assignment::kHeld && input.trigger == Trigger::kHoldExpired)
      notify(lead, NotificationKind::kStillHeld, last_resort_of(pool_of(lead)), why);
  }
  // Their time runs on, or they have none: they are told all the same.
  if (decision.outcome == Outcome::kKept && transition.facts.empty())
    notify(lead, NotificationKind::kAssigned, decision.chosen.member, why);
  if (decision.outcome == Outcome::kEscalated)
    notify(lead, NotificationKind::kEscalated, last_resort_of(active_.routing.pool(decision.chosen.pool)), why);
}

MemberId AssignmentNotifier::last_resort_of(const Pool* pool, const MemberId& first, const MemberId& but_not) {
  auto in_line = last_resort(active_.routing, pool, first);
  std::erase(in_line, but_not);
  const auto here = std::ranges::find_if(in_line, [&](const MemberId& id) { return !roster_.snapshot(id).on_leave; });
  if (here != in_line.end()) return *here;
  return in_line.empty() ? MemberId() : in_line.front();
}

// The notification shows the lead as the member had it.
void AssignmentNotifier::tell_of_loss(StoredLead& lead, const RoutedLead& before, const AssignmentFact& fact) {
  RoutedLead after = std::exchange(lead.routed, before);
  notify(lead, NotificationKind::kReclaimed, fact.member,
         reason_text(before.is_owned() ? "notify.taken_back" : "notify.offer_over", {fact.reason}));
  lead.routed = std::move(after);
  encode(lead.routed, lead.message);
}

void AssignmentNotifier::warn(StoredLead& lead) {
  const bool is_accepted = lead.routed.status == LeadStatus::kAccepted;
  const std::vector<MemberId> to = lead.routed.is_owned() ? std::vector{lead.routed.member} : lead.routed.offered;
  for (const auto& member : to) {
    state(lead, fact_of(lead.routed, member, Assignment::kWarned, is_accepted ? "next_step" : ""));
    notify(lead, NotificationKind::kWarning, member,
           reason_text(is_accepted ? "notify.no_next_step" : "notify.no_answer"));
  }
}

bool AssignmentNotifier::undelivered(StoredLead& lead, const journal::v1::OutboxEntry& entry,
                                     const std::string& detail) {
  RoutedLead& routed = lead.routed;
  const std::string& workspace = active_.workspace.workspace_id();
  if (routed.status != LeadStatus::kAssigned || !announces_assignment(entry, workspace, routed.last_decision.value()))
    return false;
  routed.untold_channels = routed.untold_decision == routed.last_decision ? routed.untold_channels + 1 : 1;
  routed.untold_decision = routed.last_decision;
  const std::string& owner = routed.member.value();
  const Pool* pool = pool_of(lead);
  const bool all = routed.untold_channels == channels_for(active_.workspace, owner, NotificationKind::kAssigned);
  const MemberId to = all ? last_resort_of(pool, {}, routed.member) : MemberId();
  if (to.empty()) return true;
  notify(lead, NotificationKind::kUndelivered, to,
         reason_text("notify.untold", {owner, entry.channel() + ": " + detail}));
  return true;
}

void AssignmentNotifier::notify(StoredLead& lead, NotificationKind kind, const MemberId& to, const ReasonText& why) {
  const RoutedLead& routed = lead.routed;
  // A decision has one owner, unless it is an offer; the next steps after it are many.
  std::string dedup_suffix = routed.offered.empty() ? "" : to.value();
  if (kind == NotificationKind::kWarning && routed.status == LeadStatus::kAccepted)
    dedup_suffix = std::to_string(micros_or_zero(routed.next_breach_at));
  notify(lead, {kind, to.value(), routed.last_decision.value(), why, dedup_suffix});
}

void AssignmentNotifier::notify(StoredLead& lead, const Notification& notification) {
  encode(lead.routed, lead.message);
  for (auto& entry : notifications(active_.workspace, lead.message, notification, draft_.now()))
    draft_.enqueue(std::move(entry));
}

}  // namespace leakproof::router
