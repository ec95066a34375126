// The routing work that one input leads to: decisions made, recorded in the audit and carried out. One input's
// lifetime, one workspace. A decision is decide(), what it makes of the lead is decided(); here both are put into the
// draft: leads and roster, timers, facts, notifications and the audit, each by its own class.
#pragma once
#include <set>
#include <string>

#include "router/assignment_notifier.h"
#include "router/audit/audit_chain.h"
#include "router/audit/decision_codec.h"
#include "router/domain/lead_transition.h"
#include "router/engine.h"
#include "router/hold_queue.h"
#include "router/lead_facts.h"
#include "router/state/lead_repository.h"
#include "router/state/roster.h"

namespace leakproof::router {

struct ActiveConfig;

class RoutingSession {
 public:
  RoutingSession(stream::Draft& draft, const ActiveConfig& active, const Engine& engine, Origin origin);
  LeadRepository& leads() { return leads_; }
  Roster& roster() { return roster_; }
  LeadFacts& facts() { return facts_; }
  AssignmentNotifier& notifier() { return notifier_; }

  void record_config(const std::string& workspace_bytes);
  // What is known of the lead now; whoever has it as a claim (`claimed_by`) beats rules and pools.
  RoutingInput input_of(const RoutedLead& lead, Trigger trigger, const MemberId& claimed_by = {});
  // Decides where the lead goes and carries it out. False: a lead that waits goes on waiting where it is, and nothing
  // is recorded.
  bool route(StoredLead lead, Trigger trigger, const MemberId& claimed_by = {});
  bool route(StoredLead lead, RoutingInput input);
  // Newer zone data: the times that run for it are counted again. False: none moves.
  bool count_again(StoredLead lead);
  // A move that a person made, or a sweep.
  void carry_out(StoredLead& lead, const Transition& transition);

  // Serves those who wait in any of the pools; `go_on`: behind where the last step ended.
  void drain(const std::set<PoolId>& pools, bool go_on = false);
  void drain_pools_of(const MemberId& member);
  // Of a pool whose timer fired that was due then.
  void drain_in_time(const PoolId& pool, std::int64_t due_micros);
  void drain_all();
  // Takes back what a member who is away has not touched; from one who is inactive or gone, everything.
  void release(const MemberId& member);
  // A configuration came into force: takes back what members have who are inactive or gone now.
  void release_leavers();
  // The timer fired that was due then, and it goes on.
  void release_leavers_in_time(std::int64_t due_micros);
  // The last step: whoever lost a lead is free for another.
  void finish();

 private:
  void record(const StoredLead& lead, const Attributes& score, const DecisionId& id, const RoutingInput& input,
              const RoutingDecision& decision);
  // A bounded number of the member's leads. False: there are more.
  bool release_some(const MemberId& member, std::int64_t& moved);
  // As many leads of leavers as one step takes; the rest by a timer that is due at once.
  void release_some(state::v1::ReleaseState state);
  // The lead's state and timers.
  void store(StoredLead& lead, const RoutedLead& before, const Transition& transition);

  stream::Draft& draft_;
  const ActiveConfig& active_;
  const Engine& engine_;
  std::string workspace_;
  LeadRepository leads_;
  Roster roster_;
  LeadFacts facts_;
  AssignmentNotifier notifier_;
  HoldQueue holds_;
  AuditChain chain_;
  std::set<MemberId> freed_;
  std::set<PoolId> freed_pools_;
};

}  // namespace leakproof::router
