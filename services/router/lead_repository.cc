#include "router/lead_repository.h"

#include "router/keys.h"
#include "router/stored.h"
#include "router/sweep_index.h"
#include "wire/canonical_bytes.h"

namespace leakproof::router {
namespace {

using state::v1::MemberState;
using state::v1::PoolState;
using state::v1::RoutedLead;
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

std::optional<RoutedLead> LeadRepository::find(const std::string& lead_id) {
  return router::find<RoutedLead>(draft_, keys::lead(workspace_, lead_id));
}

void LeadRepository::save(RoutedLead lead) {
  const std::string id = lead.lead().lead_id();
  const auto before = find(id);
  SweepIndex(draft_, workspace_).move(before.value_or(RoutedLead()), lead);
  move_ownership(before.value_or(RoutedLead()), lead);
  move_hold(before.value_or(RoutedLead()), lead);
  move_waiting(before.value_or(RoutedLead()), lead);
  move_pool_load(before.value_or(RoutedLead()), lead);
  const std::string escalated = keys::escalated(workspace_, id);
  if (status_of(lead) == LeadStatus::kEscalated)
    draft_.put(escalated, "");
  else if (before && status_of(*before) == LeadStatus::kEscalated)
    draft_.erase(escalated);
  count(before ? &*before : nullptr, lead);
  store(draft_, keys::lead(workspace_, id), lead);
}

void LeadRepository::move_ownership(const RoutedLead& before, const RoutedLead& after) {
  const std::string was = is_owned(before) ? before.member_id() : "", is = is_owned(after) ? after.member_id() : "";
  if (was == is) return;
  const std::string& id = after.lead().lead_id();
  if (!was.empty()) draft_.erase(keys::owned(workspace_, was, id)), add_open(was, -1);
  if (!is.empty()) draft_.put(keys::owned(workspace_, is, id), ""), add_open(is, 1);
}

void LeadRepository::move_hold(const RoutedLead& before, const RoutedLead& after) {
  const bool was = status_of(before) == LeadStatus::kHeld, is = status_of(after) == LeadStatus::kHeld;
  const std::string& id = after.lead().lead_id();
  const std::string from = keys::held(workspace_, before.pool_id(), before.hold_key(), id);
  const std::string to = keys::held(workspace_, after.pool_id(), after.hold_key(), id);
  if (was == is && (!is || from == to)) return;
  if (was) draft_.erase(from), add_held(before.pool_id(), -1);
  if (is) draft_.put(to, ""), add_held(after.pool_id(), 1);
}

// The index by age. Leads that were held before there was one are not in it.
void LeadRepository::move_waiting(const RoutedLead& before, const RoutedLead& after) {
  const auto since = [](const RoutedLead& lead) {
    return status_of(lead) == LeadStatus::kHeld ? lead.held_since_micros() : 0;
  };
  if (since(before) == since(after)) return;
  const std::string& id = after.lead().lead_id();
  if (since(before) != 0) draft_.erase(keys::waiting(workspace_, since(before), id));
  if (since(after) != 0) draft_.put(keys::waiting(workspace_, since(after), id), std::to_string(since(after)));
}

void LeadRepository::move_pool_load(const RoutedLead& before, const RoutedLead& after) {
  const std::string was = is_owned(before) ? before.counted_pool_id() : "",
                    is = is_owned(after) ? after.counted_pool_id() : "";
  if (was == is) return;
  const auto add = [&](const std::string& pool_id, int by) {
    if (pool_id.empty()) return;
    auto pool = load<PoolState>(draft_, keys::pool(workspace_, pool_id));
    pool.set_open(pool.open() + by);
    LEAKPROOF_CHECK(pool.open() >= 0);
    draft_.put(keys::pool(workspace_, pool_id), wire::canonical_bytes(pool));
  };
  add(was, -1), add(is, 1);
}

void LeadRepository::count(const RoutedLead* before, const RoutedLead& after) {
  const bool same = before != nullptr && before->status() == after.status() &&
                    before->last_decision_id().empty() == after.last_decision_id().empty();
  if (same) return;
  auto counts = load<RouterCounts>(draft_, keys::counts(workspace_));
  if (before == nullptr)
    counts.set_leads(counts.leads() + 1);
  else
    count_status(counts, status_of(*before), -1);
  if (!after.last_decision_id().empty() && (before == nullptr || before->last_decision_id().empty()))
    counts.set_decided(counts.decided() + 1);
  count_status(counts, status_of(after), 1);
  store(draft_, keys::counts(workspace_), counts);
}

void LeadRepository::add_open(const std::string& member_id, int by) {
  auto member = load<MemberState>(draft_, keys::member(workspace_, member_id));
  member.set_open(member.open() + by);
  LEAKPROOF_CHECK(member.open() >= 0);
  store(draft_, keys::member(workspace_, member_id), member);
}

void LeadRepository::add_held(const std::string& pool_id, int by) {
  auto pool = load<PoolState>(draft_, keys::pool(workspace_, pool_id));
  pool.set_held(pool.held() + by);
  LEAKPROOF_CHECK(pool.held() >= 0);
  draft_.put(keys::pool(workspace_, pool_id), wire::canonical_bytes(pool));
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

std::vector<std::string> LeadRepository::owned_by(const std::string& member_id) {
  std::vector<std::string> ids;
  draft_.scan(keys::owned_by(workspace_, member_id), "", [&](std::string_view key, std::string_view) {
    ids.push_back(keys::last_part(key));
    return true;
  });
  return ids;
}

}  // namespace leakproof::router
