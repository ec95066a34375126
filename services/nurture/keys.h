// Kinds of keys in nurture's state; docs/formats/state-nurture.md is the list with the values.
#pragma once
#include <string>
#include <string_view>

#include "stream/state_key.h"

namespace leakproof::nurture {
inline std::string config_key(std::string_view workspace) { return stream::state_key(workspace, "config"); }
inline std::string lead_key(std::string_view workspace, std::string_view lead) {
  return stream::state_key(workspace, "lead", {lead});
}
inline std::string enrolment_key(std::string_view workspace, std::string_view lead) {
  return stream::state_key(workspace, "enrolment", {lead});
}
}  // namespace leakproof::nurture
