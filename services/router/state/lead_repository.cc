#include "router/state/lead_repository.h"

#include "router/state/keys.h"
#include "router/state/stored.h"
#include "router/state/sweep_index.h"
#include "wire/canonical_bytes.h"

namespace leakproof::router {
namespace {

using state::v1::MemberState;
using state::v1::PoolState;
using state::v1::RouterCounts;

void count_status(RouterCounts& counts, LeadStatus status, int by) {
  switch (status) {
    case LeadStatus::kUnrouted:
      return;
    case LeadStatus::kAssigned:
    case LeadStatus::kAccepted:
      return counts.set_owned(counts.owned() + by);
    case LeadStatus::kHeld:
      return counts.set_held(counts.held() + by);
    case LeadStatus::kWithNurture:
      return counts.set_nurtured(counts.nurtured() + by);
    case LeadStatus::kEscalated:
      return counts.set_escalated(counts.escalated() + by);
    case LeadStatus::kClosed:
      return counts.set_closed(counts.closed() + by);
    case LeadStatus::kOffered:
      return counts.set_offered(counts.offered() + by);
  }
}

}  // namespace

std::optional<StoredLead> LeadRepository::find(const std::string& lead_id) {
  auto message = router::find<state::v1::RoutedLead>(draft_, keys::lead(workspace_, lead_id));
  return message ? std::optional<StoredLead>(*std::move(message)) : std::nullopt;
}

void LeadRepository::save(StoredLead& lead) {
  lead.routed.id = LeadId(lead.id());
  encode(lead.routed, lead.message);
  const auto stored = find(lead.id());
  static const StoredLead kNone;
  const StoredLead& before = stored ? *stored : kNone;
  SweepIndex(draft_, workspace_).move(before.message, lead);
  move_ownership(before.routed, lead.routed);
  move_hold(before.routed, lead.routed);
  move_waiting(before.routed, lead.routed);
  move_pool_load(before.routed, lead.routed);
  move_escalated(before.routed, lead.routed);
  count(stored ? &before.routed : nullptr, lead.routed);
  store(draft_, keys::lead(workspace_, lead.id()), lead.message);
}

void LeadRepository::move_ownership(const RoutedLead& before, const RoutedLead& after) {
  const MemberId was = before.is_owned() ? before.member : MemberId();
  const MemberId is = after.is_owned() ? after.member : MemberId();
  if (was == is) return;
  if (!was.empty()) {
    draft_.erase(keys::owned(workspace_, was.value(), after.id.value()));
    add_open(was, -1);
  }
  if (!is.empty()) {
    draft_.put(keys::owned(workspace_, is.value(), after.id.value()), "");
    add_open(is, 1);
  }
}

void LeadRepository::move_hold(const RoutedLead& before, const RoutedLead& after) {
  const bool was = before.status == LeadStatus::kHeld, is = after.status == LeadStatus::kHeld;
  const std::string from = keys::held(workspace_, before.pool.value(), before.hold_key, after.id.value());
  const std::string to = keys::held(workspace_, after.pool.value(), after.hold_key, after.id.value());
  if (was == is && (!is || from == to)) return;
  if (was) {
    draft_.erase(from);
    add_held(before.pool, -1);
  }
  if (is) {
    draft_.put(to, "");
    add_held(after.pool, 1);
  }
}

// The index by age. Leads that were held before there was one are not in it.
void LeadRepository::move_waiting(const RoutedLead& before, const RoutedLead& after) {
  const auto since = [](const RoutedLead& lead) {
    return lead.status == LeadStatus::kHeld && lead.held_since ? to_micros(*lead.held_since) : 0;
  };
  if (since(before) == since(after)) return;
  const std::string& id = after.id.value();
  if (since(before) != 0) draft_.erase(keys::waiting(workspace_, since(before), id));
  if (since(after) != 0) draft_.put(keys::waiting(workspace_, since(after), id), std::to_string(since(after)));
}

void LeadRepository::move_escalated(const RoutedLead& before, const RoutedLead& after) {
  const std::string key = keys::escalated(workspace_, after.id.value());
  if (after.status == LeadStatus::kEscalated)
    draft_.put(key, "");
  else if (before.status == LeadStatus::kEscalated)
    draft_.erase(key);
}

void LeadRepository::move_pool_load(const RoutedLead& before, const RoutedLead& after) {
  const PoolId was = before.is_owned() ? before.counted_pool : PoolId();
  const PoolId is = after.is_owned() ? after.counted_pool : PoolId();
  if (was == is) return;
  add_open(was, -1);
  add_open(is, 1);
}

void LeadRepository::count(const RoutedLead* before, const RoutedLead& after) {
  const bool same = before != nullptr && before->status == after.status &&
                    before->last_decision.empty() == after.last_decision.empty();
  if (same) return;
  auto counts = load<RouterCounts>(draft_, keys::counts(workspace_));
  if (before == nullptr)
    counts.set_leads(counts.leads() + 1);
  else
    count_status(counts, before->status, -1);
  if (!after.last_decision.empty() && (before == nullptr || before->last_decision.empty()))
    counts.set_decided(counts.decided() + 1);
  count_status(counts, after.status, 1);
  store(draft_, keys::counts(workspace_), counts);
}

void LeadRepository::add_open(const MemberId& id, int by) {
  auto member = load<MemberState>(draft_, keys::member(workspace_, id.value()));
  member.set_open(member.open() + by);
  LEAKPROOF_CHECK(member.open() >= 0);
  store(draft_, keys::member(workspace_, id.value()), member);
}

void LeadRepository::add_open(const PoolId& id, int by) {
  if (id.empty()) return;
  auto pool = load<PoolState>(draft_, keys::pool(workspace_, id.value()));
  pool.set_open(pool.open() + by);
  LEAKPROOF_CHECK(pool.open() >= 0);
  draft_.put(keys::pool(workspace_, id.value()), wire::canonical_bytes(pool));
}

void LeadRepository::add_held(const PoolId& id, int by) {
  auto pool = load<PoolState>(draft_, keys::pool(workspace_, id.value()));
  pool.set_held(pool.held() + by);
  LEAKPROOF_CHECK(pool.held() >= 0);
  draft_.put(keys::pool(workspace_, id.value()), wire::canonical_bytes(pool));
}

std::vector<LeadRepository::Waiting> LeadRepository::held(const std::string& pool_id, const std::string& after,
                                                          std::size_t max) {
  std::vector<Waiting> waiting;
  const std::string held_in = keys::held_in(workspace_, pool_id);
  draft_.scan(held_in, after, [&](std::string_view key, std::string_view) {
    if (key != after)
      waiting.push_back({std::string(key), keys::last_part(key), std::string(key.substr(held_in.size()))});
    return waiting.size() < max;
  });
  return waiting;
}

std::vector<std::string> LeadRepository::owned_by(const MemberId& member) {
  std::vector<std::string> ids;
  draft_.scan(keys::owned_by(workspace_, member.value()), "", [&](std::string_view key, std::string_view) {
    ids.push_back(keys::last_part(key));
    return true;
  });
  return ids;
}

}  // namespace leakproof::router
