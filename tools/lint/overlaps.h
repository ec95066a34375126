// Two rules that would take one lead and send it to different places, where neither takes all leads of the other: the
// order decides, and nothing says that it was meant. Shown by a lead that the first of them takes, tried with the rules
// themselves. Internal to lint.
#pragma once
#include <set>

#include "lint/lint.h"
#include "lint/rule_space.h"

namespace leakproof::router {

inline constexpr int kOverlapsShown = 3;  // unless all are asked for: one a rule, of so many rules

// Among the rules that are reached.
void look_for_overlaps(const RuleSpace& space, const std::set<std::size_t>& reached, const LintOptions& options,
                       LintReport& report);

}  // namespace leakproof::router
