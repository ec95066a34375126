// Leads that wait, and members who go: the part of Dispatch that moves many leads, a bounded number a step.
// Tested by: services/router/router_processor_test.cc
#include "router/decision_codec.h"
#include "router/dispatch.h"
#include "router/domain/limits.h"
#include "router/keys.h"
#include "router/stored.h"

namespace leakproof::router {

using state::v1::PoolState;
using state::v1::RouterTimer;

void Dispatch::drain(const std::string& pool_id) {
  if (load<PoolState>(draft_, keys::pool(workspace_, pool_id)).held() == 0) return look_again(pool_id, false);
  const Pool* pool = in_force_.routing.pool(PoolId(pool_id));
  const auto worth_trying = [&] { return pool == nullptr || roster_.anybody_free(*pool); };  // without a pool the rules are asked
  int moved = 0;
  std::string after;
  while (moved < kLeadsAStep && worth_trying()) {
    const auto batch = book_.held(pool_id, after, kLeadsAStep);
    if (batch.empty()) break;
    after = batch.back().index_key;
    for (const auto& waiting : batch) {
      if (moved == kLeadsAStep || !worth_trying()) break;
      Lead lead = *book_.find(waiting.lead_id);
      const bool recycled = lead.hold_reason() == name_of(Reason::kNoJourney);
      moved += route(std::move(lead), recycled ? Trigger::kRecycled : Trigger::kHoldDrained) ? 1 : 0;
    }
  }
  look_again(pool_id, moved == kLeadsAStep);
}

void Dispatch::look_again(const std::string& pool_id, bool at_once) {
  const std::string key = keys::pool(workspace_, pool_id);
  auto state = load<PoolState>(draft_, key);
  const Pool* pool = in_force_.routing.pool(PoolId(pool_id));
  std::optional<Instant> next;
  if (state.held() > 0) next = at_once ? std::optional(draft_.now()) : pool == nullptr ? std::nullopt : roster_.next_change(*pool);
  const std::int64_t due = next ? to_micros(*next) : 0;
  if (due == state.drain_micros()) return;
  const auto made = timer(workspace_, RouterTimer::DRAIN, pool_id);
  if (state.drain_micros() != 0) draft_.clear_timer(made.id(), instant_from_micros(state.drain_micros()));
  if (next) draft_.set_timer(made.id(), *next, made.payload());
  state.set_drain_micros(due);
  draft_.put(key, canonical_bytes(state));
}

void Dispatch::drain_pools_of(const MemberId& member) {
  for (const Pool* pool : roster_.pools_of(member)) drain(pool->id.value());
}

void Dispatch::drain_all() {
  std::vector<std::string> pools;
  draft_.scan(keys::pools(workspace_), "", [&](std::string_view key, std::string_view) {
    pools.push_back(keys::last_part(key));
    return true;
  });
  for (const auto& pool : pools) drain(pool);
}

void Dispatch::release(const MemberId& id) {
  const Member* member = in_force_.routing.member(id);
  const bool gone = member == nullptr || member->inactive;
  if (!gone && !roster_.seen(id).on_leave) return;
  int moved = 0;
  for (const auto& lead_id : book_.owned_by(id.value())) {
    Lead lead = *book_.find(lead_id);
    if (!gone && status_of(lead) != LeadStatus::kOffered) continue;
    if (moved++ == kLeadsAStep) {
      const auto rest = timer(workspace_, RouterTimer::AWAY, id.value());
      return draft_.set_timer(rest.id(), draft_.now(), rest.payload());
    }
    route(std::move(lead), Trigger::kMemberAway);
  }
}

void Dispatch::release_inactive() {
  for (const auto& id : roster_.busy()) {
    const Member* member = in_force_.routing.member(id);
    if (member == nullptr || member->inactive) release(id);
  }
}

}  // namespace leakproof::router
