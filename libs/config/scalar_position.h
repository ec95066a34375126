// Where the n-th character of a YAML scalar's value stands in the text, so that a rule's error points at its column in
// the file.
#pragma once
#include <string_view>

#include "config/yaml_tree.h"

namespace leakproof::config {
// `character` is 0-based within the value. Exact for plain, quoted and block scalars but for blank lines inside them.
// Never outside `text`.
Mark position_inside(std::string_view text, const Node& scalar, int character);
}  // namespace leakproof::config
