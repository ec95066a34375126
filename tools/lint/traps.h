// Forms' fields that people leave empty and robots fill in, by names that people's browsers fill in, too. Pure.
#pragma once
#include <map>
#include <string>
#include <string_view>

#include "lint/lint.h"

namespace leakproof::router {

// Whether a browser may take it for a field of a person's name, address or card: by the words of the HTML standard's
// autocomplete, and those that browsers look for in names and labels.
bool is_filled_by_browsers(std::string_view field);
// `traps`: the field, by source.
void look_at_traps(const std::map<std::string, std::string>& traps, LintReport& report);

}  // namespace leakproof::router
