// Tested by: tools/backtest/replay_test.cc
#include "backtest/tally.h"

#include <algorithm>
#include <cmath>

namespace leakproof::router {

void Tally::add(const std::string& lead_id, const RoutingInput& input, const RoutingDecision& decision) {
  const auto [found, added] = leads_.try_emplace(lead_id);
  OfLead& lead = found->second;
  if (added) lead.arrived = input.now;
  if (input.trigger == Trigger::kResponseTimeout && !input.previous_owner.empty()) add_late(input.previous_owner, 1);
  if (!moves(decision.outcome)) return;
  lead.outcome = decision.outcome;
  if (decision.outcome == Outcome::kAssigned) return add_assignment(lead, input, decision);
  if (decision.outcome == Outcome::kClaimed && !lead.wait) lead.wait = input.now - lead.arrived;
  if (lead.first.member.empty()) lead.first = decision.chosen;
  if (decision.outcome == Outcome::kHeld && input.trigger != Trigger::kHoldExpired)
    ++pools_[decision.chosen.pool].waited;
}

void Tally::add_assignment(OfLead& lead, const RoutingInput& input, const RoutingDecision& decision) {
  ++members_[decision.chosen.member].leads;
  OfPool& pool = pools_[decision.chosen.pool];
  ++pool.leads;
  if (!lead.wait) {
    lead.wait = input.now - lead.arrived;
    pool.wait_longest = std::max(pool.wait_longest, *lead.wait);
  }
  const RuleId rule =
      decision.chosen.rule.empty() ? lead.first.rule : decision.chosen.rule;  // a lead that waited keeps its rule
  if (lead.first.member.empty()) {
    lead.first = decision.chosen;
    lead.first.rule = rule;
  }
  add_shares(decision);
}

void Tally::add_shares(const RoutingDecision& decision) {
  const auto in_draw = [](const Candidate& one) { return one.reason == Reason::kNone; };
  double weights = 0;
  for (const auto& one : decision.candidates) weights += in_draw(one) ? static_cast<double>(one.weight) : 0;
  for (const auto& one : decision.candidates) {
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
