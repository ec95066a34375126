// Keys of a workspace's audit in the router's state (stream::state_key); docs/formats/state-router.md lists them with
// their values.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "stream/state_key.h"

namespace leakproof::router::keys {

// Where the chain ends: a Chain.
inline std::string chain(std::string_view workspace) { return stream::state_key(workspace, "chain"); }

// The bytes of an AuditRecord as they were hashed, by place in the chain; `audits` is their prefix.
inline std::string audits(std::string_view workspace) { return stream::state_key(workspace, "audit"); }
inline std::string audit(std::string_view workspace, std::int64_t seq) {
  return stream::state_key(workspace, "audit", {stream::sortable(seq)});
}
// A decision's place in the chain, as stream::sortable().
inline std::string decision(std::string_view workspace, std::string_view id) {
  return stream::state_key(workspace, "decision", {id});
}
// The ids of a lead's decisions, by place in the chain; `decisions_of` is their prefix.
inline std::string decisions_of(std::string_view workspace, std::string_view lead) {
  return stream::state_key(workspace, "lead_decision", {lead});
}
inline std::string decision_of(std::string_view workspace, std::string_view lead, std::int64_t seq) {
  return stream::state_key(workspace, "lead_decision", {lead, stream::sortable(seq)});
}

}  // namespace leakproof::router::keys
