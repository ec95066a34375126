// The findings about rules, by the solver. Internal to lint.
#pragma once
#include <set>

#include "lint/lint.h"

namespace leakproof::router {
// Adds to the report. Gives the places of rules that some lead may reach.
std::set<std::size_t> lint_rules(const Routing& routing, const LintOptions& options, LintReport& report);
}  // namespace leakproof::router
