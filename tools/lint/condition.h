// A condition that lint reads, and what is found in it. Pure; a ConditionFindings is for one thread.
#pragma once
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "lint/lint.h"
#include "rules/check.h"
#include "rules/program.h"

namespace leakproof::router {

struct Condition {
  std::string subject;  // the rule, or what else it is of
  rules::Program when;
  int line = 0;         // in the workspace's file, of what is no rule
  bool is_row = false;  // of a table, which sees to names of before that other rows have
};

// The function or operator that a node calls: "==", "fold"; empty when it is no call.
inline std::string_view called_by(const rules::Node& node) {
  const bool is_call = node.kind == rules::Node::Kind::kCall || node.kind == rules::Node::Kind::kDispatch;
  return is_call && node.row_count > 0 ? node.rows[0].name : std::string_view();
}

// Adds findings of one condition to the report, each text once. Both outlive it.
class ConditionFindings {
 public:
  ConditionFindings(const Condition& condition, LintReport& report) : condition_(condition), report_(report) {}

  void add(Concern concern, std::string text, bool warning) {
    if (!said_.insert(text).second) return;
    report_.findings.push_back({.concern = concern,
                                .subject = condition_.subject,
                                .text = std::move(text),
                                .warning = warning,
                                .line = condition_.line});
  }

 private:
  const Condition& condition_;
  LintReport& report_;
  std::set<std::string> said_;
};

}  // namespace leakproof::router
