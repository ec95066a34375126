#include "router/domain/rule_walk.h"

#include <algorithm>

#include "router/domain/limits.h"

namespace leakproof::router {

namespace {
bool leads_back(const Rule& rule, const JourneyId& barred) { return !barred.empty() && rule.to.journey == barred; }

std::string why_not(const Rule& rule, const rules::Record& record, Instant now, const JourneyId& barred) {
  if (leads_back(rule, barred)) return "it leads back to the journey that handed the lead over";
  return rule.when.explain_failure(record, now);
}
}  // namespace

Walk walk_rules(const std::vector<Rule>& rules, const rules::Record& record, Instant now, const JourneyId& barred) {
  const auto matches = [&](const Rule& rule) { return !leads_back(rule, barred) && rule.when.evaluate(record, now).is_true(); };
  const auto match = std::ranges::find_if(rules, matches);
  const auto end = match == rules.end() ? match : match + 1;
  const auto looked_at = static_cast<std::size_t>(end - rules.begin());

  Walk walk;
  walk.matched = match == rules.end() ? nullptr : &*match;
  walk.truncated = looked_at > kRulesKept;
  for (auto rule = end - std::min(looked_at, kRulesKept); rule != end; ++rule) {  // explaining costs far more than evaluating
    const bool matched = rule == match;
    walk.trace.push_back({rule->id, matched, matched ? std::string() : why_not(*rule, record, now, barred)});
  }
  return walk;
}

}  // namespace leakproof::router
