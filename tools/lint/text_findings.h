// Conditions that read free text as people do not write it: patterns that are found inside other words ("cto" in
// "Doctor"), and comparisons that a capital letter or an accent escapes ("HÀ NỘI"). Pure.
#pragma once
#include <string>
#include <vector>

#include "lint/lint.h"
#include "rules/program.h"

namespace leakproof::router {

struct Condition {
  std::string subject;  // the rule, or what else it is of
  rules::Program when;
  int line = 0;         // in the workspace's file, of what is no rule
  bool is_row = false;  // of a table, which sees to names of before that other rows have
};

// `schema` is that of the conditions.
void look_at_texts(const std::vector<Condition>& conditions, const rules::Schema& schema, LintReport& report);

}  // namespace leakproof::router
