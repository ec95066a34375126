// Kinds of keys in nurture's state beside that of config/config_cache.h; docs/formats/state-nurture.md is the list with
// the values.
#pragma once
#include <cstdint>
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
// The index of leads to whom nothing may be sent, by reason, oldest first; the value is since when, in microseconds as
// decimal text. What it holds is counted under silent_counts_key.
inline std::string silent_in(std::string_view workspace) { return stream::state_key(workspace, "silent"); }  // prefix
inline std::string silent_for(std::string_view workspace, std::string_view reason) {
  return stream::state_key(workspace, "silent", {reason});
}  // prefix
inline std::string silent_key(std::string_view workspace, std::string_view reason, std::int64_t since_micros,
                              std::string_view lead) {
  return stream::state_key(workspace, "silent", {reason, stream::sortable(since_micros), lead});
}
inline std::string silent_counts_key(std::string_view workspace) {
  return stream::state_key(workspace, "silent_counts");
}
}  // namespace leakproof::nurture
