// The routing work that one input leads to: decisions made, recorded in the audit and carried out, and the leads that
// wait served when somebody becomes free. One input's lifetime, one workspace.
#pragma once
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "router/audit/audit_chain.h"
#include "router/config/routing_codec.h"
#include "router/lead_repository.h"
#include "router/notify/notification_outbox.h"
#include "router/roster.h"

namespace leakproof::router {

// The input: what the facts that follow from it have in common with it.
struct Origin {
  std::string lead_id;
  std::int64_t received_micros = 0;
  std::string traceparent;
  std::string command_id;
};

class RoutingSession {
 public:
  using Lead = state::v1::RoutedLead;

  RoutingSession(stream::Draft& draft, const ActiveConfig& active, const std::string& engine_version, Origin origin);
  LeadRepository& leads() { return leads_; }
  Roster& roster() { return roster_; }

  void record_config(const std::string& workspace_bytes);
  // Decides where the lead goes and carries it out. False: a lead that waits goes on waiting where it is, and nothing
  // is recorded.
  bool route(Lead lead, Trigger trigger, const std::string& claimed_by = {});
  // A person gives it to a member, or to the pool `to_pool`.
  void transfer(Lead lead, const Transfer& transfer, const std::string& to_pool);
  void accept(Lead lead);
  // `detail` is the member's own reason.
  void close(Lead lead, const std::string& reason, const std::string& detail = {});
  // `lead` is stored by the caller.
  void warn(const Lead& lead);
  // A call that told somebody of the lead was given up. Once none of the owner's channels brought him that it is his,
  // and while he has not accepted it, who is told of escalations learns of it.
  void undelivered(const Lead& lead, const journal::v1::OutboxEntry& entry, const std::string& detail);
  // Takes the timers of the lead back.
  void clear_timers(const Lead& lead);
  void changed(const Lead& lead, lead::v1::AssignmentChanged::State state, const std::string& reason);
  // The same, of one of those it is offered to.
  void changed_for(Lead lead, const std::string& member, lead::v1::AssignmentChanged::State state,
                   const std::string& reason);
  // One of those it is offered to does not want it; the last of them sends it on.
  void decline_offer(Lead lead, const std::string& member, const std::string& reason);
  // The time to the next step begins anew.
  void await_next_step(Lead lead);
  void emit(const Lead& lead, lead::v1::Event event);

  // Serves those who wait in any of the pools: hottest, then oldest first, a bounded number a step; then sets the
  // timers of the next moments to look again. `go_on`: behind where the last step ended.
  void drain(const std::set<std::string>& pools, bool go_on = false);
  void drain_pools_of(const MemberId& member);
  void drain_all();
  // Takes back what a member who is away has not touched; from one who is inactive or gone, everything.
  void release(const MemberId& member);
  void release_inactive();
  // Acts on the leads that a rule of the sweeps finds now, a bounded number; the rules of a new configuration look at
  // once.
  void sweep(const std::string& rule, std::int64_t due_micros);
  void plan_sweeps();
  // The last step: whoever lost a lead is free for another.
  void finish();

 private:
  RoutingInput input_of(const Lead& lead, Trigger trigger, const std::string& claimed_by);
  bool route(Lead lead, RoutingInput input);
  void record(Lead& lead, const RoutingInput& input, const RoutingDecision& decision);
  void carry_out(const Lead& before, Lead lead, const RoutingInput& input, const RoutingDecision& decision);
  void enter(Lead& lead, const RoutingInput& input, const RoutingDecision& decision);
  void enter_people(Lead& lead, const RoutingInput& input, const RoutingDecision& decision);
  void enter_history(Lead& lead, const RoutingInput& input, bool taken);
  void set_timers(const Lead& lead);
  static lead::v1::Event assignment_changed(const Lead& lead, lead::v1::AssignmentChanged::State state,
                                            const std::string& reason);
  void announce(const Lead& lead, const RoutingInput& input, const RoutingDecision& decision);
  void released(const Lead& before, const Lead& after, const RoutingInput& input);
  void withdraw_offer(const Lead& before, const Lead& after, const std::string& reason);
  void set_next_step(Lead& lead);
  void act(const SweepRule& rule, Lead lead, std::int64_t since_micros);
  void tell_of_sweep(const SweepRule& rule, const Lead& lead, std::int64_t since_micros);
  void send_elsewhere(const SweepRule& rule, Lead lead);
  void tell_of_overflow(const Lead& lead, const RoutingInput& input, const ReasonText& why);
  void notify(const Lead& lead, NotificationKind kind, const std::string& to, const ReasonText& why);
  void tell(const Lead& lead, const Notification& notification);
  void look_again(const std::string& pool_id, const std::optional<std::string>& go_on_after);

  stream::Draft& draft_;
  const ActiveConfig& active_;
  const std::string& engine_version_;
  Origin origin_;
  std::string workspace_;
  LeadRepository leads_;
  Roster roster_;
  AuditChain chain_;
  std::set<MemberId> freed_;
  std::set<std::string> freed_pools_;
};

// Timers: their id and payload.
journal::v1::Timer timer(const std::string& workspace, state::v1::RouterTimer::Kind kind, const std::string& subject,
                         std::int64_t token = 0);

}  // namespace leakproof::router
