// Which mustache templates a message may be: {{variables}} and sections of them, nothing that loops, recurses or loads.
#pragma once
#include <functional>
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

// The first variable of the message that has no value and would leave a hole in it; nothing when it is whole. What
// stands in a section that is not shown is not looked at, so an else-text mends it: {{^x}}there{{/x}}. The text is one
// without a template_problem().
std::optional<std::string> hole_in(std::string_view text, const std::function<bool(std::string_view)>& has_value);

}  // namespace leakproof::config
