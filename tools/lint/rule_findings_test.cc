#include "lint/rule_findings.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <set>

#include "lint/office_fake.h"
#include "router/domain/rule_walk.h"
#include "rules/schema.h"

namespace leakproof::router {
namespace {

// What is said of a few rules, held to every lead that their conditions tell apart.
class EveryLead {
 public:
  explicit EveryLead(const Routing& routing) : routing_(routing) {
    for (const char* country : {"", "VN", "DE", "AT", "FR", "Vx", "Dx", "Ax", "VNx", "DVN", "AVN", "xVN"}) {
      for (int budget = -2; budget < 6; ++budget) {
        rules::Record& record = leads_.emplace_back(routing.schema);
        if (*country) record.set(*routing.schema.find("lead.country"), country);
        if (budget > -2) record.set(*routing.schema.find("lead.custom.budget"), budget);
      }
    }
  }
  template <class Fits>
  bool any(Fits fits) const {
    return std::ranges::any_of(leads_, fits);
  }
  const Rule* taken_by(const rules::Record& lead) const { return walk_rules(routing_.rules, lead, Instant()).matched; }
  bool reached(const Rule& rule) const {
    return any([&](const auto& lead) { return taken_by(lead) == &rule; });
  }
  // The order of the two decides, and neither is an exception to the other.
  bool overlap(const Rule& a, const Rule& b) const {
    const auto takes = [](const Rule& rule, const auto& lead) { return rule.when.evaluate(lead, Instant()).is_true(); };
    return a.to.pool != b.to.pool && reached(a) && reached(b) &&
           any([&](const auto& lead) { return taken_by(lead) == &a && takes(b, lead); }) &&
           any([&](const auto& lead) { return takes(a, lead) && !takes(b, lead); }) &&
           any([&](const auto& lead) { return !takes(a, lead) && takes(b, lead); });
  }

 private:
  const Routing& routing_;
  std::vector<rules::Record> leads_;
};
std::string any_condition() {
  const std::string country = *rc::gen::element<std::string>("VN", "DE", "AT"),
                    budget = std::to_string(*rc::gen::inRange(0, 4));
  return *rc::gen::element<std::string>(
      "lead.country == \"" + country + "\"", "lead.country != \"" + country + "\"",
      "!(lead.country in [\"" + country + "\", \"DE\"])", "lead.country.startsWith(\"" + country.substr(0, 1) + "\")",
      "lead.country.contains(\"VN\")", "lead.custom.budget >= " + budget, "!(lead.custom.budget < " + budget + ")",
      "has(lead.country)", "!has(lead.custom.budget)",
      "(has(lead.country) ? lead.custom.budget > " + budget + " : lead.custom.budget == " + budget + ")");
}
RC_GTEST_PROP(Lint, WhatIsSaidHoldsOfEveryLeadAndNothingElse, ()) {
  std::string yaml = kOffice;
  const int count = *rc::gen::inRange(1, 6);
  for (int i = 0; i < count; ++i) {
    const std::string joined = any_condition() + *rc::gen::element<std::string>(" && ", " || ") + any_condition();
    yaml += "  - {id: r" + std::to_string(i) + ", when: '" + joined +
            "', to: {pool: " + *rc::gen::element<std::string>("desk", "other") + "}}\n";
  }
  LintOptions options;
  options.all_overlaps = true;
  const auto routing = compile_routing(config::compile_workspace(yaml).workspace);
  const auto report = lint(*routing, options);
  RC_ASSERT(report.unknown == 0);
  std::set<std::string> condemned;
  std::set<std::pair<std::string, std::string>> overlapping, expected;
  bool gap_found = false;
  for (const auto& one : report.findings) {
    if (one.concern == Concern::kNeverTrue || one.concern == Concern::kShadowed) condemned.insert(one.subject);
    if (one.concern == Concern::kOverlap) overlapping.emplace(one.other, one.subject);
    gap_found = gap_found || one.concern == Concern::kGap;
  }
  const EveryLead leads(*routing);
  const auto& rules = routing->rules.in_order;
  for (auto rule = rules.begin(); rule != rules.end(); ++rule) {
    RC_ASSERT(leads.reached(*rule) != condemned.contains(rule->id.value()));
    for (auto before = rules.begin(); before != rule; ++before) {
      if (leads.overlap(*before, *rule)) expected.emplace(before->id.value(), rule->id.value());
    }
  }
  RC_ASSERT(gap_found == leads.any([&](const auto& lead) { return leads.taken_by(lead) == nullptr; }));
  // With contains(), which boxes leave open, an overlap may stay unseen; never is one made up.
  for (const auto& pair : overlapping) RC_ASSERT(expected.contains(pair));
  if (yaml.find("contains") == yaml.npos) RC_ASSERT(overlapping == expected);
}

}  // namespace
}  // namespace leakproof::router
