// What follows from a decision for those whom it concerns: the part of Dispatch that states facts about assignments and
// tells members. Tested by: services/router/router_processor_test.cc
#include <algorithm>

#include "router/domain/explain.h"
#include "router/routing_session.h"

namespace leakproof::router {
namespace {

using lead::v1::AssignmentChanged;

}  // namespace

lead::v1::Event RoutingSession::assignment_changed(const Lead& lead, AssignmentChanged::State state,
                                                   const std::string& reason) {
  lead::v1::Event event;
  auto& change = *event.mutable_assignment_changed();
  change.set_state(state);
  change.set_member_id(lead.member_id());
  change.set_pool_id(lead.pool_id());
  change.set_ownership_token(lead.ownership_token());
  change.set_decision_id(lead.last_decision_id());
  change.set_reason(reason);
  return event;
}

void RoutingSession::announce(const Lead& lead, const RoutingInput& input, const RoutingDecision& decided) {
  const ReasonText why = [&](const Messages& texts) { return summary(input, decided, texts); };
  switch (decided.outcome) {
    case Outcome::kAssigned:
    case Outcome::kTransferred:
    case Outcome::kClaimed:
      changed(lead, decided.outcome == Outcome::kClaimed ? AssignmentChanged::ACCEPTED : AssignmentChanged::OFFERED,
              std::string(name_of(input.trigger)));
      return notify(lead, NotificationKind::kAssigned, lead.member_id(), why);
    case Outcome::kOffered:
      for (const auto& member : lead.offered()) {
        changed_for(lead, member, AssignmentChanged::OFFERED, std::string(name_of(input.trigger)));
        notify(lead, NotificationKind::kOffered, member, why);
      }
      return;
    case Outcome::kHeld:
      changed(lead, AssignmentChanged::HELD, lead.hold_reason());
      return tell_of_overflow(lead, input, why);
    case Outcome::kEscalated: {
      const Pool* pool = active_.routing.pool(decided.chosen.pool);
      return notify(lead, NotificationKind::kEscalated, pool == nullptr ? "" : pool->escalate_to.value(), why);
    }
    default:
      return;
  }
}

void RoutingSession::changed(const Lead& lead, AssignmentChanged::State state, const std::string& reason) {
  emit(lead, assignment_changed(lead, state, reason));
}

void RoutingSession::changed_for(Lead lead, const std::string& member, AssignmentChanged::State state,
                                 const std::string& reason) {
  lead.set_member_id(member);
  changed(lead, state, reason);
}

void RoutingSession::released(const Lead& before, const Lead& after, const RoutingInput& input) {
  withdraw_offer(before, after, std::string(name_of(input.trigger)));
  if (!is_owned(before) || before.member_id() == after.member_id()) return;
  freed_.insert(MemberId(before.member_id()));
  if (!before.counted_pool_id().empty()) freed_pools_.insert(before.counted_pool_id());
  if (input.trigger == Trigger::kDeclined || input.trigger == Trigger::kRecycled) return;  // he gave it away himself
  const std::string reason(name_of(input.trigger));
  changed(before, AssignmentChanged::RECLAIMED, reason);
  if (input.transfer && input.transfer->by.value() == before.member_id()) return;
  notify(before, NotificationKind::kReclaimed, before.member_id(), reason_text("notify.taken_back", {reason}));
}

// Those whom it was offered to and who neither have it nor are offered it again are told that it is gone.
void RoutingSession::withdraw_offer(const Lead& before, const Lead& after, const std::string& reason) {
  for (const auto& member : before.offered()) {
    if (member == after.member_id() || std::ranges::find(after.offered(), member) != after.offered().end()) continue;
    changed_for(before, member, AssignmentChanged::RECLAIMED, reason);
    notify(before, NotificationKind::kReclaimed, member, reason_text("notify.offer_over", {reason}));
  }
}

// A lead that goes on waiting where it has waited too long: a person is to know.
void RoutingSession::tell_of_overflow(const Lead& lead, const RoutingInput& input, const ReasonText& why) {
  const Pool* pool = active_.routing.pool(PoolId(lead.pool_id()));
  if (input.trigger == Trigger::kHoldExpired && pool != nullptr)
    notify(lead, NotificationKind::kStillHeld, pool->escalate_to.value(), why);
}

void RoutingSession::warn(const Lead& lead) {
  std::vector<std::string> to(lead.offered().begin(), lead.offered().end());
  if (is_owned(lead)) to = {lead.member_id()};
  for (const auto& member : to) {
    changed_for(lead, member, AssignmentChanged::WARNED, status_of(lead) == LeadStatus::kAccepted ? "next_step" : "");
    notify(lead, NotificationKind::kWarning, member,
           reason_text(status_of(lead) == LeadStatus::kAccepted ? "notify.no_next_step" : "notify.no_answer"));
  }
}

void RoutingSession::undelivered(const Lead& lead, const journal::v1::OutboxEntry& entry, const std::string& detail) {
  const auto& decision = lead.last_decision_id();
  if (lead.status() != Lead::ASSIGNED || !announces_assignment(entry, workspace_, decision)) return;
  Lead after = lead;
  after.set_untold_channels(lead.untold_decision_id() == decision ? lead.untold_channels() + 1 : 1);
  after.set_untold_decision_id(decision);
  leads_.save(after);
  const Pool* pool = active_.routing.pool(PoolId(lead.pool_id()));
  const bool all =
      after.untold_channels() == channels_for(active_.workspace, lead.member_id(), NotificationKind::kAssigned);
  if (!all || pool == nullptr || pool->escalate_to.value() == lead.member_id()) return;
  notify(after, NotificationKind::kUndelivered, pool->escalate_to.value(),
         reason_text("notify.untold", {lead.member_id(), entry.channel() + ": " + detail}));
}

void RoutingSession::notify(const Lead& lead, NotificationKind kind, const std::string& to, const ReasonText& why) {
  // A decision has one owner, unless it is an offer; the next steps after it are many.
  std::string dedup_suffix = lead.offered_size() > 0 ? to : "";
  if (kind == NotificationKind::kWarning && status_of(lead) == LeadStatus::kAccepted)
    dedup_suffix = std::to_string(lead.next_breach_at_micros());
  tell(lead, {kind, to, lead.last_decision_id(), why, dedup_suffix});
}

void RoutingSession::tell(const Lead& lead, const Notification& notification) {
  for (auto& entry : notifications(active_.workspace, lead, notification, draft_.now()))
    draft_.enqueue(std::move(entry));
}

}  // namespace leakproof::router
