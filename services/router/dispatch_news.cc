// What follows from a decision for those whom it concerns: the part of Dispatch that states facts about assignments and
// tells members. Tested by: services/router/router_processor_test.cc
#include <algorithm>

#include "router/dispatch.h"
#include "router/domain/explain.h"

namespace leakproof::router {
namespace {

using lead::v1::AssignmentChanged;

constexpr Phrase kTakenBack = {"The lead was taken back: {0}.", "Khách hàng được thu lại: {0}."};
constexpr Phrase kOfNoOffer = {"The lead is no longer on offer: {0}.", "Khách hàng không còn chờ người nhận: {0}."};
constexpr Phrase kNoAnswer = {"Nobody has answered the lead yet.", "Chưa ai trả lời khách hàng này."};
constexpr Phrase kNoNextStep = {"The lead waits for its next step.", "Khách hàng đang chờ bước tiếp theo."};
constexpr Phrase kUntold = {"{0} could not be told of the lead ({1}).", "Chưa báo được khách hàng này cho {0} ({1})."};

}  // namespace

lead::v1::Event Dispatch::assignment_changed(const Lead& lead, AssignmentChanged::State state,
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

void Dispatch::announce(const Lead& lead, const Situation& situation, const Verdict& verdict) {
  const Why why = [&](Language language) { return summary(situation, verdict, language); };
  switch (verdict.outcome) {
    case Outcome::kAssigned:
    case Outcome::kTransferred:
    case Outcome::kClaimed:
      changed(lead, verdict.outcome == Outcome::kClaimed ? AssignmentChanged::ACCEPTED : AssignmentChanged::OFFERED,
              std::string(name_of(situation.trigger)));
      return notify(lead, Notice::kAssigned, lead.member_id(), why);
    case Outcome::kOffered:
      for (const auto& member : lead.offered()) {
        changed_for(lead, member, AssignmentChanged::OFFERED, std::string(name_of(situation.trigger)));
        notify(lead, Notice::kOffered, member, why);
      }
      return;
    case Outcome::kHeld:
      changed(lead, AssignmentChanged::HELD, lead.hold_reason());
      return tell_of_overflow(lead, situation, why);
    case Outcome::kEscalated: {
      const Pool* pool = in_force_.routing.pool(verdict.chosen.pool);
      return notify(lead, Notice::kEscalated, pool == nullptr ? "" : pool->escalate_to.value(), why);
    }
    default:
      return;
  }
}

void Dispatch::changed(const Lead& lead, AssignmentChanged::State state, const std::string& reason) {
  emit(lead, assignment_changed(lead, state, reason));
}

void Dispatch::changed_for(Lead lead, const std::string& member, AssignmentChanged::State state,
                           const std::string& reason) {
  lead.set_member_id(member);
  changed(lead, state, reason);
}

void Dispatch::released(const Lead& before, const Lead& after, const Situation& situation) {
  withdraw_offer(before, after, std::string(name_of(situation.trigger)));
  if (!is_owned(before) || before.member_id() == after.member_id()) return;
  freed_.insert(MemberId(before.member_id()));
  if (!before.counted_pool_id().empty()) freed_pools_.insert(before.counted_pool_id());
  if (situation.trigger == Trigger::kDeclined || situation.trigger == Trigger::kRecycled)
    return;  // he gave it away himself
  const std::string reason(name_of(situation.trigger));
  changed(before, AssignmentChanged::RECLAIMED, reason);
  if (situation.transfer && situation.transfer->by.value() == before.member_id()) return;
  notify(before, Notice::kReclaimed, before.member_id(), said(kTakenBack, {reason}));
}

// Those whom it was offered to and who neither have it nor are offered it again are told that it is gone.
void Dispatch::withdraw_offer(const Lead& before, const Lead& after, const std::string& reason) {
  for (const auto& member : before.offered()) {
    if (member == after.member_id() || std::ranges::find(after.offered(), member) != after.offered().end()) continue;
    changed_for(before, member, AssignmentChanged::RECLAIMED, reason);
    notify(before, Notice::kReclaimed, member, said(kOfNoOffer, {reason}));
  }
}

// A lead that goes on waiting where it has waited too long: a person is to know.
void Dispatch::tell_of_overflow(const Lead& lead, const Situation& situation, const Why& why) {
  const Pool* pool = in_force_.routing.pool(PoolId(lead.pool_id()));
  if (situation.trigger == Trigger::kHoldExpired && pool != nullptr)
    notify(lead, Notice::kStillHeld, pool->escalate_to.value(), why);
}

void Dispatch::warn(const Lead& lead) {
  std::vector<std::string> to(lead.offered().begin(), lead.offered().end());
  if (is_owned(lead)) to = {lead.member_id()};
  for (const auto& member : to) {
    changed_for(lead, member, AssignmentChanged::WARNED, status_of(lead) == LeadStatus::kAccepted ? "next_step" : "");
    notify(lead, Notice::kWarning, member, said(status_of(lead) == LeadStatus::kAccepted ? kNoNextStep : kNoAnswer));
  }
}

void Dispatch::undelivered(const Lead& lead, const journal::v1::OutboxEntry& entry, const std::string& detail) {
  const auto& decision = lead.last_decision_id();
  if (lead.status() != Lead::ASSIGNED || !tells_of_assignment(entry, workspace_, decision)) return;
  Lead after = lead;
  after.set_untold_channels(lead.untold_decision_id() == decision ? lead.untold_channels() + 1 : 1);
  after.set_untold_decision_id(decision);
  book_.save(after);
  const Pool* pool = in_force_.routing.pool(PoolId(lead.pool_id()));
  const bool all = after.untold_channels() == channels_for(in_force_.workspace, lead.member_id(), Notice::kAssigned);
  if (!all || pool == nullptr || pool->escalate_to.value() == lead.member_id()) return;
  notify(after, Notice::kUndelivered, pool->escalate_to.value(),
         said(kUntold, {lead.member_id(), entry.channel() + ": " + detail}));
}

void Dispatch::notify(const Lead& lead, Notice notice, const std::string& to, const Why& why) {
  // A decision has one owner, unless it is an offer; the next steps after it are many.
  std::string apart = lead.offered_size() > 0 ? to : "";
  if (notice == Notice::kWarning && status_of(lead) == LeadStatus::kAccepted)
    apart = std::to_string(lead.next_breach_at_micros());
  tell(lead, {notice, to, lead.last_decision_id(), why, apart});
}

void Dispatch::tell(const Lead& lead, const News& news) {
  for (auto& entry : notifications(in_force_.workspace, lead, news, draft_.now())) draft_.enqueue(std::move(entry));
}

}  // namespace leakproof::router
