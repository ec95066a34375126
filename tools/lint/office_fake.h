// A small workspace to lint, for the tests of this folder.
#pragma once
#include <gtest/gtest.h>

#include <chrono>
#include <initializer_list>
#include <string>

#include "config/compile.h"
#include "lint/lint.h"
#include "router/config/routing_codec.h"

namespace leakproof::router {

using namespace std::chrono_literals;

inline constexpr const char* kOffice = R"(workspace: w
zone: Asia/Ho_Chi_Minh
fields:
  - {name: budget, type: integer}
  - {name: ratio, type: real}
sources:
  - {id: site, kind: json}
scoring: {warm_at: 20, hot_at: 50}
members:
  - {id: lan, name: Lan}
pools:
  - {id: desk, members: [lan]}
  - {id: other, members: [lan]}
fallback: {pool: desk}
rules:
)";

inline LintReport lint_of(const std::string& yaml, std::int64_t volume = 0) {
  const auto compiled = config::compile_workspace(yaml);
  EXPECT_TRUE(compiled.ok()) << (compiled.ok() ? "" : compiled.problems[0].message) << yaml;
  const auto routing = compile_routing(compiled.workspace);
  LintOptions options;
  options.now = instant_from_micros(1'770'000'000'000'000);
  options.patience = 10s;
  options.leads_a_month = volume;
  options.warm_at = compiled.workspace.scoring().warm_at();
  options.hot_at = compiled.workspace.scoring().hot_at();
  return lint(*routing, options);
}
// "concern subject", one a finding; a question that was not answered is "unknown".
inline std::string said(const LintReport& report) {
  std::string all;
  for (const auto& one : report.findings)
    all += std::string(all.empty() ? "" : ", ") + std::string(name_of(one.concern)) + " " + one.subject;
  for (int i = 0; i < report.unknown; ++i) all += " unknown";
  return all;
}
inline std::string rules(std::initializer_list<const char*> conditions) {
  std::string yaml = kOffice;
  int number = 0;
  for (const char* condition : conditions)
    yaml += "  - {id: r" + std::to_string(++number) + ", when: '" + condition + "', to: {pool: other}}\n";
  return yaml;
}

}  // namespace leakproof::router
