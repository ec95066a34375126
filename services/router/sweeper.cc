#include "router/sweeper.h"

#include "base/time_text.h"
#include "router/config/routing_codec.h"
#include "router/routing_session.h"

namespace leakproof::router {

Sweeper::Sweeper(stream::Draft& draft, const ActiveConfig& active, RoutingSession& session)
    : draft_(draft), active_(active), session_(session), index_(draft, active.workspace.workspace_id()) {}

void Sweeper::plan() { index_.plan(active_.routing.sweeps); }

void Sweeper::sweep(const std::string& subject, std::int64_t due_micros) {
  const auto colon = subject.find(':');
  const SweepRule* rule = active_.routing.sweep(subject.substr(0, colon), subject.substr(colon + 1));
  if (rule == nullptr) return;  // of a configuration before
  auto look = index_.look(*rule, due_micros);
  if (!look) return;
  for (const auto& found : look->found) {
    if (!draft_.has_room()) {
      look->next = draft_.now();
      break;
    }
    index_.pass(*rule, found);
    act(*rule, *session_.leads().find(found.lead_id), found.since_micros);
  }
  index_.look_again(*rule, look->next);
}

void Sweeper::act(const SweepRule& rule, StoredLead lead, std::int64_t since_micros) {
  lead::v1::Event event;
  auto& swept = *event.mutable_lead_swept();
  swept.set_kind(std::string(name_of(rule.kind)));
  swept.set_action(std::string(name_of(rule.action)));
  swept.set_since_micros(since_micros);
  if (rule.action == SweepAction::kRemind) swept.set_member_id(lead.routed.member.value());
  if (rule.action == SweepAction::kEscalate) swept.set_member_id(told_by(rule, lead).value());
  session_.facts().emit(lead, std::move(event));
  switch (rule.action) {
    case SweepAction::kRemind:
    case SweepAction::kEscalate:
      return tell(rule, lead, since_micros);
    case SweepAction::kReassign:
    case SweepAction::kNurture:
      return send_elsewhere(rule, std::move(lead));
    case SweepAction::kClose:
      return session_.carry_out(lead, closed(lead.routed, std::string(name_of(rule.kind)), ""));
  }
}

MemberId Sweeper::told_by(const SweepRule& rule, const StoredLead& lead) {
  return session_.notifier().last_resort_of(active_.routing.pool(lead.routed.pool), rule.to);
}

void Sweeper::tell(const SweepRule& rule, StoredLead& lead, std::int64_t since_micros) {
  const MemberId to = rule.action == SweepAction::kRemind ? lead.routed.member : told_by(rule, lead);
  const std::string since = format_instant(instant_from_micros(since_micros));
  const std::string dedup_suffix =
      std::string(name_of(rule.kind)) + ":" + to.value() + ":" + std::to_string(since_micros);
  const ReasonText why = [&](const Messages& texts) {
    return texts.format("notify.swept", {since, texts.format("sweep." + std::string(name_of(rule.kind)))});
  };
  session_.notifier().notify(
      lead, {NotificationKind::kOverdue, to.value(), lead.routed.last_decision.value(), why, dedup_suffix});
}

// From one who has it to somebody else of the pool; else rules are asked anew, as if nobody had had it.
void Sweeper::send_elsewhere(const SweepRule& rule, StoredLead lead) {
  RoutingInput input = session_.input_of(lead.routed, Trigger::kSwept);
  input.sweep = Sweep{std::string(name_of(rule.kind)), rule.journey};
  if (!lead.routed.is_owned()) {
    input.attempt = 0;
    input.tried.clear();
    input.pinned_pool = PoolId();
  }
  session_.route(std::move(lead), std::move(input));
}

}  // namespace leakproof::router
