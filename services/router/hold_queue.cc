#include "router/hold_queue.h"

#include <deque>
#include <iterator>

#include "router/config/routing_codec.h"
#include "router/domain/limits.h"
#include "router/state/keys.h"
#include "router/state/lead_repository.h"
#include "router/state/roster.h"
#include "router/state/router_timer.h"
#include "router/state/stored.h"
#include "wire/canonical_bytes.h"

namespace leakproof::router {

using state::v1::PoolState;
using state::v1::RouterTimer;

// Those who wait in one pool, in order, a batch at a time.
struct HoldQueue::Line {
  PoolId pool_id;
  const Pool* pool = nullptr;
  std::string after;  // everything up to here has been looked at
  std::deque<LeadRepository::Waiting> batch;
  bool over = false;

  // The next to be served; nullptr when there is none.
  const LeadRepository::Waiting* head(LeadRepository& leads) {
    if (batch.empty() && !over) {
      auto more = leads.held(pool_id.value(), after, kLeadsAStep);
      batch.assign(std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
      over = batch.empty();
    }
    return batch.empty() ? nullptr : &batch.front();
  }
};

HoldQueue::HoldQueue(stream::Draft& draft, const ActiveConfig& active, LeadRepository& leads, Roster& roster)
    : draft_(draft), active_(active), leads_(leads), roster_(roster), workspace_(active.workspace.workspace_id()) {}

HoldQueue::Line* HoldQueue::first_of(std::vector<Line>& lines) {
  Line* first = nullptr;
  for (auto& line : lines) {
    if (line.over || line.head(leads_) == nullptr) continue;
    if (first == nullptr || line.head(leads_)->order < first->head(leads_)->order) first = &line;
  }
  return first;
}

void HoldQueue::drain(const std::set<PoolId>& pools, bool go_on, const Route& route) {
  std::vector<Line> lines;
  for (const auto& id : pools) {
    const auto state = load<PoolState>(draft_, keys::pool(workspace_, id.value()));
    lines.push_back({id, active_.routing.pool(id), go_on ? state.drain_after() : "", {}, state.held() == 0});
  }
  const auto close_hopeless = [&] {
    for (auto& line : lines) line.over = line.over || (line.pool != nullptr && !roster_.anybody_free(*line.pool));
  };
  close_hopeless();
  for (int moved = 0, looked_at = 0; moved < kLeadsAStep && looked_at < kLeadsLookedAt; ++looked_at) {
    Line* first = draft_.has_room() ? first_of(lines) : nullptr;
    if (first == nullptr) break;
    const auto waiting = std::move(first->batch.front());
    first->batch.pop_front();
    first->after = waiting.index_key;
    StoredLead lead = *leads_.find(waiting.lead_id);
    const bool recycled = lead.routed.hold_reason == Reason::kNoJourney;
    if (!route(std::move(lead), recycled ? Trigger::kRecycled : Trigger::kHoldDrained)) continue;
    ++moved;
    close_hopeless();
  }
  for (auto& line : lines) {
    const bool more = !line.over && line.head(leads_) != nullptr;
    look_again(line.pool_id, more ? std::optional(line.after) : std::nullopt);
  }
}

void HoldQueue::look_again(const PoolId& pool_id, const std::optional<std::string>& go_on_after) {
  const std::string key = keys::pool(workspace_, pool_id.value());
  auto state = load<PoolState>(draft_, key);
  const Pool* pool = active_.routing.pool(pool_id);
  std::optional<Instant> next;
  if (state.held() > 0) {
    if (go_on_after)
      next = draft_.now();
    else if (pool != nullptr)
      next = roster_.next_change(*pool);
  }
  const std::int64_t due = micros_or_zero(next);
  const std::string after = next ? go_on_after.value_or("") : "";
  if (due == state.drain_micros() && after == state.drain_after()) return;
  const auto made = timer(workspace_, RouterTimer::DRAIN, pool_id.value());
  if (due != state.drain_micros()) {
    if (state.drain_micros() != 0) draft_.clear_timer(made.id(), instant_from_micros(state.drain_micros()));
    if (next) draft_.set_timer(made.id(), *next, made.payload());
  }
  state.set_drain_micros(due);
  state.set_drain_after(after);
  draft_.put(key, wire::canonical_bytes(state));
}

bool HoldQueue::take_timer(const PoolId& pool_id, std::int64_t due_micros) {
  const std::string key = keys::pool(workspace_, pool_id.value());
  auto state = load<PoolState>(draft_, key);
  if (state.drain_micros() != due_micros) return false;
  state.set_drain_micros(0);
  store(draft_, key, state);
  return true;
}

std::set<PoolId> HoldQueue::pools() {
  std::set<PoolId> pools;
  draft_.scan(keys::pools(workspace_), "", [&](std::string_view key, std::string_view) {
    pools.insert(PoolId(keys::last_part(key)));
    return true;
  });
  return pools;
}

}  // namespace leakproof::router
