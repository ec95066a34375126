// Kinds of keys in scoring's state; docs/formats/state-scoring.md is the list with the values.
#pragma once
#include <string>
#include <string_view>

#include "stream/state_key.h"

namespace leakproof::scoring {
inline std::string config_key(std::string_view workspace) { return stream::state_key(workspace, "config"); }
inline std::string score_key(std::string_view workspace, std::string_view lead) {
  return stream::state_key(workspace, "score", {lead});
}
}  // namespace leakproof::scoring
