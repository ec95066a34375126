// Conditions that read free text as people do not write it: patterns that are found inside other words ("cto" in
// "Doctor"), and comparisons that a capital letter or an accent escapes ("HÀ NỘI"). Pure.
#pragma once
#include <vector>

#include "lint/condition.h"

namespace leakproof::router {

// `schema` is that of the conditions.
void look_at_texts(const std::vector<Condition>& conditions, const rules::Schema& schema, LintReport& report);

}  // namespace leakproof::router
