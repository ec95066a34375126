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
// `channel` is the name of one, or kAllChannels for what a person said of all of them; `address_hash` in hex.
inline std::string recipient_key(std::string_view workspace, std::string_view channel, std::string_view address_hash) {
  return stream::state_key(workspace, "recipient", {channel, address_hash});
}
}  // namespace leakproof::nurture
