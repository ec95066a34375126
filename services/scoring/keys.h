// Kinds of keys in scoring's state beside that of config/config_cache.h; docs/formats/state-scoring.md is the list with
// the values.
#pragma once
#include <string>
#include <string_view>

#include "stream/state_key.h"

namespace leakproof::scoring {
inline std::string score_key(std::string_view workspace, std::string_view lead) {
  return stream::state_key(workspace, "score", {lead});
}
}  // namespace leakproof::scoring
