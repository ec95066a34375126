// Tested by: services/router/backtest/replay_test.cc
#include "router/backtest/tally.h"

#include <algorithm>
#include <cmath>

namespace leakproof::router {

void Tally::add(const std::string& lead_id, const Situation& situation, const Verdict& verdict) {
  const auto [found, added] = leads_.try_emplace(lead_id);
  OfLead& lead = found->second;
  if (added) lead.arrived = situation.now;
  if (situation.trigger == Trigger::kResponseTimeout && !situation.previous_owner.empty())
    add_late(situation.previous_owner, 1);
  if (!moves(verdict.outcome)) return;
  lead.outcome = verdict.outcome;
  if (verdict.outcome == Outcome::kAssigned) return add_assignment(lead, situation, verdict);
  if (verdict.outcome == Outcome::kClaimed && !lead.wait) lead.wait = situation.now - lead.arrived;
  if (lead.first.member.empty()) lead.first = verdict.chosen;
  if (verdict.outcome == Outcome::kHeld && situation.trigger != Trigger::kHoldExpired)
    ++pools_[verdict.chosen.pool].waited;
}

void Tally::add_assignment(OfLead& lead, const Situation& situation, const Verdict& verdict) {
  ++members_[verdict.chosen.member].leads;
  OfPool& pool = pools_[verdict.chosen.pool];
  ++pool.leads;
  if (!lead.wait) {
    lead.wait = situation.now - lead.arrived;
    pool.wait_longest = std::max(pool.wait_longest, *lead.wait);
  }
  const RuleId rule =
      verdict.chosen.rule.empty() ? lead.first.rule : verdict.chosen.rule;  // a lead that waited keeps its rule
  if (lead.first.member.empty()) lead.first = verdict.chosen, lead.first.rule = rule;
  add_shares(verdict);
}

void Tally::add_shares(const Verdict& verdict) {
  const auto in_draw = [](const Candidate& one) { return one.reason == Reason::kNone; };
  double weights = 0;
  for (const auto& one : verdict.candidates) weights += in_draw(one) ? static_cast<double>(one.weight) : 0;
  for (const auto& one : verdict.candidates) {
    if (in_draw(one)) members_[one.member].share += static_cast<double>(one.weight) / weights;
  }
}

Duration Tally::wait_of(double part) const {
  std::vector<Duration> waits;
  for (const auto& [id, lead] : leads_) {
    if (lead.wait) waits.push_back(*lead.wait);
  }
  if (waits.empty()) return {};
  const auto rank = static_cast<std::ptrdiff_t>(std::ceil(part * static_cast<double>(waits.size())));
  const auto nth = waits.begin() + std::max<std::ptrdiff_t>(rank, 1) - 1;
  std::ranges::nth_element(waits, nth);
  return *nth;
}

}  // namespace leakproof::router
