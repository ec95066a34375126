#include "router/domain/rule_walk.h"

#include <algorithm>

#include "router/domain/limits.h"

namespace leakproof::router {

Walk walk_rules(const std::vector<Rule>& rules, const rules::Record& record, Instant now) {
  const auto match = std::ranges::find_if(rules, [&](const Rule& rule) { return rule.when.evaluate(record, now).is_true(); });
  const auto end = match == rules.end() ? match : match + 1;
  const auto looked_at = static_cast<std::size_t>(end - rules.begin());

  Walk walk;
  walk.matched = match == rules.end() ? nullptr : &*match;
  walk.truncated = looked_at > kRulesKept;
  for (auto rule = end - std::min(looked_at, kRulesKept); rule != end; ++rule) {  // explaining costs far more than evaluating
    const bool matched = rule == match;
    walk.trace.push_back({rule->id, matched, matched ? std::string() : rule->when.explain_failure(record, now)});
  }
  return walk;
}

}  // namespace leakproof::router
