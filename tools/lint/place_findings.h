// Conditions that compare a place with a text that leads never hold: a country's name where the lead has its code, a
// spelling of a province where it has the name; and provinces asked for by the text alone. Pure.
#pragma once
#include <vector>

#include "lint/condition.h"

namespace leakproof::router {

// `schema` is that of the conditions.
void look_at_places(const std::vector<Condition>& conditions, const rules::Schema& schema, LintReport& report);

}  // namespace leakproof::router
