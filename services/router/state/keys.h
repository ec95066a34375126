// Keys of the router's state (stream::state_key) but for the audit (audit/audit_keys.h); docs/formats/state-router.md
// lists them with their values.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "stream/state_key.h"

namespace leakproof::router::keys {

using stream::sortable;

inline std::string config(std::string_view workspace) {
  return stream::state_key(workspace, "config");
}  // ConfigVersion
inline std::string counts(std::string_view workspace) {
  return stream::state_key(workspace, "counts");
}  // RouterCounts
inline std::string lead(std::string_view workspace, std::string_view id) {
  return stream::state_key(workspace, "lead", {id});
}  // RoutedLead
inline std::string member(std::string_view workspace, std::string_view id) {
  return stream::state_key(workspace, "member", {id});
}  // MemberState
inline std::string members(std::string_view workspace) { return stream::state_key(workspace, "member"); }  // prefix
inline std::string pool(std::string_view workspace, std::string_view id) {
  return stream::state_key(workspace, "pool", {id});
}  // PoolState
inline std::string pools(std::string_view workspace) { return stream::state_key(workspace, "pool"); }  // prefix
inline std::string release(std::string_view workspace) {
  return stream::state_key(workspace, "release");
}  // ReleaseState, while there is one

// Indices; the values are empty (but for `waiting` and `sweep`), the last part of the key is the lead's id.
inline std::string held_in(std::string_view workspace, std::string_view pool) {
  return stream::state_key(workspace, "held", {pool});
}
inline std::string held(std::string_view workspace, std::string_view pool, std::string_view hold_key,
                        std::string_view lead) {
  return stream::state_key(workspace, "held", {pool, hold_key, lead});
}
// Held leads of all pools, oldest hold first; the value is when it began, in microseconds as decimal text.
inline std::string waiting(std::string_view workspace, std::int64_t since_micros, std::string_view lead) {
  return stream::state_key(workspace, "waiting", {sortable(since_micros), lead});
}
// Leads of a class that sweeps look for, by age; the value is since when, as above. SweepState of a class.
inline std::string sweep_of(std::string_view workspace, std::string_view kind) {
  return stream::state_key(workspace, "sweep", {kind});
}
inline std::string sweep(std::string_view workspace, std::string_view kind, std::int64_t since_micros,
                         std::string_view lead) {
  return stream::state_key(workspace, "sweep", {kind, sortable(since_micros), lead});
}
inline std::string sweep_state(std::string_view workspace, std::string_view kind) {
  return stream::state_key(workspace, "sweep_state", {kind});
}
inline std::string waiting_in(std::string_view workspace) { return stream::state_key(workspace, "waiting"); }  // prefix
inline std::string owned_by(std::string_view workspace, std::string_view member) {
  return stream::state_key(workspace, "owned", {member});
}
inline std::string owned(std::string_view workspace, std::string_view member, std::string_view lead) {
  return stream::state_key(workspace, "owned", {member, lead});
}
inline std::string escalations(std::string_view workspace) { return stream::state_key(workspace, "escalated"); }
inline std::string escalated(std::string_view workspace, std::string_view lead) {
  return stream::state_key(workspace, "escalated", {lead});
}

// The last part of an index key.
inline std::string last_part(std::string_view key) {
  key.remove_suffix(1);
  return std::string(key.substr(key.rfind('\0') + 1));
}

}  // namespace leakproof::router::keys
