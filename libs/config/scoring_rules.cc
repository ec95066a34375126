// Tested by: libs/config/compile_test.cc
#include "config/scoring_rules.h"

#include "config/expressions.h"
#include "config/schema.h"
#include "config/unique_ids.h"
#include "rules/schema.h"

namespace leakproof::config {
namespace {

void read(const Keys& keys, v1::FitRule& rule) {
  rule.set_name(keys.text("name"));
  rule.set_when(keys.text("when"));
  rule.set_points(keys.real("points"));
}
void check(const v1::FitRule& rule, const std::string& path, const rules::Schema& lead, ProblemList& problems) {
  check_condition(rule.when(), lead, path + ".when", problems);
}

void read(const Keys& keys, v1::TouchRule& rule) {
  rule.set_type(keys.text("type"));
  rule.set_points(keys.real("points"));
  rule.set_half_life_micros(keys.micros("half_life"));
  rule.set_points_max(keys.real("points_max"));
}
void check(const v1::TouchRule&, const std::string&, const rules::Schema&, ProblemList&) {}

// visit(key of the list, key of a rule's name, the rules, their name) for each kind.
template <class Visit>
void each_kind(const v1::Scoring& scoring, Visit visit) {
  visit("fit", "name", scoring.fit(), [](const v1::FitRule& rule) { return rule.name(); });
  visit("touches", "type", scoring.touches(), [](const v1::TouchRule& rule) { return rule.type(); });
}

}  // namespace

void read_scoring(const Keys& keys, v1::Scoring& scoring) {
  scoring.set_warm_at(keys.real("warm_at"));
  scoring.set_hot_at(keys.real("hot_at"));
  scoring.set_mql_at(keys.real("mql_at", scoring.warm_at()));
  scoring.set_sql_at(keys.real("sql_at", scoring.hot_at()));
  keys.each("fit", scoring.mutable_fit(), [](const Keys& rule, v1::FitRule& out) { read(rule, out); });
  keys.each("touches", scoring.mutable_touches(), [](const Keys& rule, v1::TouchRule& out) { read(rule, out); });
}

void check_scoring(const v1::Workspace& workspace, ProblemList& problems) {
  const auto& scoring = workspace.scoring();
  const rules::Schema lead = lead_schema(workspace);
  each_kind(scoring, [&](const std::string& list, const char* key, const auto& rules, auto name) {
    const std::string path = "scoring." + list;
    unique_ids(rules, path, key, name, problems);
    for (int i = 0; i < rules.size(); ++i) check(rules[i], path_of(path, i), lead, problems);
  });
  if (scoring.hot_at() < scoring.warm_at())
    problems.add("scoring.hot_at", "hot begins below warm: hot_at must be at least warm_at");
  if (scoring.sql_at() < scoring.mql_at()) problems.add("scoring.sql_at", "sql_at must be at least mql_at");
}

}  // namespace leakproof::config
