// Which mustache templates a message may be: {{variables}} and sections of them, nothing that loops, recurses or loads.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "rules/schema.h"

namespace leakproof::config {

struct TemplateProblem {
  int column = 1;  // 1-based, in characters from the start of the text
  std::string message;
};

// Nothing when the template can be rendered for any lead of this schema.
std::optional<TemplateProblem> template_problem(std::string_view text, const rules::Schema& lead);

}  // namespace leakproof::config
