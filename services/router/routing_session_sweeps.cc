// Leads that stay as they are for too long: the part of Dispatch that acts on what sweeps find.
// Tested by: services/router/sweep_index_test.cc
#include "calendar/text.h"
#include "router/routing_session.h"
#include "router/sweep_index.h"

namespace leakproof::router {

void RoutingSession::plan_sweeps() { SweepIndex(draft_, workspace_).plan(active_.routing.sweeps); }

void RoutingSession::sweep(const std::string& subject, std::int64_t due_micros) {
  const auto colon = subject.find(':');
  const SweepRule* rule = active_.routing.sweep(subject.substr(0, colon), subject.substr(colon + 1));
  if (rule == nullptr) return;  // of a configuration before
  for (const auto& found : SweepIndex(draft_, workspace_).look(*rule, due_micros))
    act(*rule, *leads_.find(found.lead_id), found.since_micros);
}

void RoutingSession::act(const SweepRule& rule, Lead lead, std::int64_t since_micros) {
  lead::v1::Event event;
  auto& swept = *event.mutable_lead_swept();
  swept.set_kind(std::string(name_of(rule.kind)));
  swept.set_action(std::string(name_of(rule.action)));
  swept.set_since_micros(since_micros);
  if (rule.action == SweepAction::kRemind) swept.set_member_id(lead.member_id());
  if (rule.action == SweepAction::kEscalate) swept.set_member_id(rule.to.value());
  emit(lead, std::move(event));
  switch (rule.action) {
    case SweepAction::kRemind:
    case SweepAction::kEscalate:
      return tell_of_sweep(rule, lead, since_micros);
    case SweepAction::kReassign:
    case SweepAction::kNurture:
      return send_elsewhere(rule, std::move(lead));
    case SweepAction::kClose:
      return close(std::move(lead), std::string(name_of(rule.kind)));
  }
}

void RoutingSession::tell_of_sweep(const SweepRule& rule, const Lead& lead, std::int64_t since_micros) {
  const std::string to = rule.action == SweepAction::kRemind ? lead.member_id() : rule.to.value();
  const std::string since = calendar::format_instant(instant_from_micros(since_micros));
  const std::string dedup_suffix = std::string(name_of(rule.kind)) + ":" + to + ":" + std::to_string(since_micros);
  const ReasonText why = [&](const Messages& texts) {
    return texts.format("notify.swept", {since, texts.format("sweep." + std::string(name_of(rule.kind)))});
  };
  tell(lead, {NotificationKind::kOverdue, to, lead.last_decision_id(), why, dedup_suffix});
}

// From one who has it to somebody else of the pool; else rules are asked anew, as if nobody had had it.
void RoutingSession::send_elsewhere(const SweepRule& rule, Lead lead) {
  RoutingInput input = input_of(lead, Trigger::kSwept, {});
  input.sweep = Sweep{std::string(name_of(rule.kind)), rule.journey};
  if (!is_owned(lead)) input.attempt = 0, input.tried.clear(), input.pinned_pool = PoolId();
  route(std::move(lead), std::move(input));
}

}  // namespace leakproof::router
