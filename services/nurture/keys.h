// Kinds of keys in nurture's state beside that of config/config_cache.h; docs/formats/state-nurture.md is the list with
// the values.
#pragma once
#include <string>
#include <string_view>

#include "stream/state_key.h"

namespace leakproof::nurture {
inline std::string lead_key(std::string_view workspace, std::string_view lead) {
  return stream::state_key(workspace, "lead", {lead});
}
inline std::string enrolment_key(std::string_view workspace, std::string_view lead) {
  return stream::state_key(workspace, "enrolment", {lead});
}
}  // namespace leakproof::nurture
