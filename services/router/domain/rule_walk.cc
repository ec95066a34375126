#include "router/domain/rule_walk.h"

#include <algorithm>

#include "base/time_text.h"
#include "router/domain/limits.h"
#include "router/domain/routing.h"
#include "rules/rule_index.h"

namespace leakproof::router {

namespace {
bool leads_back(const Rule& rule, const JourneyId& barred) { return !barred.empty() && rule.to.journey == barred; }

std::string why_not(const Rule& rule, const rules::Record& record, Instant now, const JourneyId& barred) {
  if (leads_back(rule, barred)) return std::string(kLeadsBack);
  if (!rule.in_force(now)) {
    const bool to_come = rule.from && now < *rule.from;
    return std::string(to_come ? kInForceFrom : kInForceUntil) + format_instant(to_come ? *rule.from : *rule.until);
  }
  return rule.when.explain_failure(record, now);
}

// Its place, or how many rules there are.
std::size_t first_match(const RuleList& rules, const rules::Record& record, Instant now, const JourneyId& barred) {
  const auto admits = [&](std::size_t place) {
    return !leads_back(rules.in_order[place], barred) && rules.in_order[place].in_force(now);
  };
  if (rules.index) return rules.index->first_match(record, now, admits).value_or(rules.in_order.size());
  std::size_t place = 0;
  while (place < rules.in_order.size() &&
         !(admits(place) && rules.in_order[place].when.evaluate(record, now).is_true()))
    ++place;
  return place;
}

}  // namespace

RuleList::RuleList(std::vector<Rule> rules) : in_order(std::move(rules)) {
  in_order.shrink_to_fit();  // it stays as long as its version of the configuration
  if (in_order.size() < kRulesIndexed) return;
  std::vector<rules::Program> programs;
  for (const auto& rule : in_order) programs.push_back(rule.when);
  auto made = std::make_shared<rules::RuleIndex>();
  made->update(programs);
  index = std::move(made);
}

Walk walk_rules(const RuleList& rules, const rules::Record& record, Instant now, const JourneyId& barred) {
  const std::size_t match = first_match(rules, record, now, barred), size = rules.in_order.size();
  const std::size_t looked_at = std::min(match + 1, size);
  Walk walk;
  walk.matched = match == size ? nullptr : &rules.in_order[match];
  walk.truncated = looked_at > kRulesKept;
  for (std::size_t place = looked_at - std::min(looked_at, kRulesKept); place < looked_at;
       ++place) {  // to explain costs far more
    const Rule& rule = rules.in_order[place];
    walk.trace.push_back(
        {rule.id, place == match, place == match ? std::string() : why_not(rule, record, now, barred)});
  }
  return walk;
}

}  // namespace leakproof::router
