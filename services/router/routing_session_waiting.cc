// Leads that wait, and members who go: the part of Dispatch that moves many leads, a bounded number a step.
#include <deque>
#include <iterator>

#include "router/audit/decision_codec.h"
#include "router/domain/limits.h"
#include "router/keys.h"
#include "router/routing_session.h"
#include "router/stored.h"

namespace leakproof::router {
namespace {

using state::v1::PoolState;
using state::v1::RouterTimer;

// Those who wait in one pool, in order, a batch at a time.
struct Line {
  std::string pool_id;
  const Pool* pool = nullptr;
  std::string after;  // everything up to here has been looked at
  std::deque<LeadRepository::Waiting> batch;
  bool over = false;

  // The next to be served; nullptr when there is none.
  const LeadRepository::Waiting* head(LeadRepository& leads) {
    if (batch.empty() && !over) {
      auto more = leads.held(pool_id, after, kLeadsAStep);
      batch.assign(std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
      over = batch.empty();
    }
    return batch.empty() ? nullptr : &batch.front();
  }
};

}  // namespace

void RoutingSession::drain(const std::set<std::string>& pools, bool go_on) {
  std::vector<Line> lines;
  for (const auto& id : pools) {
    const auto state = load<PoolState>(draft_, keys::pool(workspace_, id));
    lines.push_back({id, active_.routing.pool(PoolId(id)), go_on ? state.drain_after() : "", {}, state.held() == 0});
  }
  const auto close_hopeless = [&] {
    for (auto& line : lines) line.over = line.over || (line.pool != nullptr && !roster_.anybody_free(*line.pool));
  };
  int moved = 0, looked_at = 0;
  for (close_hopeless(); moved < kLeadsAStep && looked_at < kLeadsLookedAt; ++looked_at) {
    Line* first = nullptr;
    for (auto& line : lines) {
      if (line.over || line.head(leads_) == nullptr) continue;
      if (first == nullptr || line.head(leads_)->order < first->head(leads_)->order) first = &line;
    }
    if (first == nullptr) break;
    const auto waiting = std::move(first->batch.front());
    first->batch.pop_front();
    first->after = waiting.index_key;
    Lead lead = *leads_.find(waiting.lead_id);
    const bool recycled = lead.hold_reason() == name_of(Reason::kNoJourney);
    if (!route(std::move(lead), recycled ? Trigger::kRecycled : Trigger::kHoldDrained)) continue;
    ++moved;
    close_hopeless();
  }
  for (auto& line : lines) {
    const bool more = !line.over && line.head(leads_) != nullptr;
    look_again(line.pool_id, more ? std::optional(line.after) : std::nullopt);
  }
}

// `go_on_after`: there is more to look at behind this key, at once; else when the clock alone may make somebody free.
void RoutingSession::look_again(const std::string& pool_id, const std::optional<std::string>& go_on_after) {
  const std::string key = keys::pool(workspace_, pool_id);
  auto state = load<PoolState>(draft_, key);
  const Pool* pool = active_.routing.pool(PoolId(pool_id));
  std::optional<Instant> next;
  if (state.held() > 0) {
    if (go_on_after)
      next = draft_.now();
    else if (pool != nullptr)
      next = roster_.next_change(*pool);
  }
  const std::int64_t due = next ? to_micros(*next) : 0;
  const std::string after = next ? go_on_after.value_or("") : "";
  if (due == state.drain_micros() && after == state.drain_after()) return;
  const auto made = timer(workspace_, RouterTimer::DRAIN, pool_id);
  if (due != state.drain_micros()) {
    if (state.drain_micros() != 0) draft_.clear_timer(made.id(), instant_from_micros(state.drain_micros()));
    if (next) draft_.set_timer(made.id(), *next, made.payload());
  }
  state.set_drain_micros(due);
  state.set_drain_after(after);
  draft_.put(key, canonical_bytes(state));
}

void RoutingSession::drain_pools_of(const MemberId& member) {
  std::set<std::string> pools;
  for (const Pool* pool : roster_.pools_of(member)) pools.insert(pool->id.value());
  drain(pools);
}

void RoutingSession::drain_all() {
  std::set<std::string> pools;
  draft_.scan(keys::pools(workspace_), "", [&](std::string_view key, std::string_view) {
    pools.insert(keys::last_part(key));
    return true;
  });
  drain(pools);
}

void RoutingSession::release(const MemberId& id) {
  const Member* member = active_.routing.member(id);
  const bool gone = member == nullptr || member->inactive;
  if (!gone && !roster_.seen(id).on_leave) return;
  int moved = 0;
  for (const auto& lead_id : leads_.owned_by(id.value())) {
    Lead lead = *leads_.find(lead_id);
    if (!gone && status_of(lead) != LeadStatus::kAssigned) continue;
    if (moved++ == kLeadsAStep) {
      const auto rest = timer(workspace_, RouterTimer::AWAY, id.value());
      return draft_.set_timer(rest.id(), draft_.now(), rest.payload());
    }
    route(std::move(lead), Trigger::kMemberAway);
  }
}

void RoutingSession::release_inactive() {
  for (const auto& id : roster_.busy()) {
    const Member* member = active_.routing.member(id);
    if (member == nullptr || member->inactive) release(id);
  }
}

}  // namespace leakproof::router
