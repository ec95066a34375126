// Kinds of keys in ingest's state; docs/formats/state-ingest.md is the list with the values. Private to ingest: others
// read its state through queries.h.
#pragma once
#include <string>
#include <string_view>

#include "stream/state_key.h"

namespace leakproof::ingest {

inline std::string config_key(std::string_view workspace) { return stream::state_key(workspace, "config"); }
// Zero-padded, so that versions sort.
std::string config_version_key(std::string_view workspace, std::int64_t version);
inline std::string scheduled_configs_key(std::string_view workspace) {
  return stream::state_key(workspace, "scheduled_configs");
}
// The command of one of them, with its text.
inline std::string scheduled_text_key(std::string_view workspace, std::string_view scheduled) {
  return stream::state_key(workspace, "scheduled_text", {scheduled});
}
inline std::string lead_key(std::string_view workspace, std::string_view lead) {
  return stream::state_key(workspace, "lead", {lead});
}
// Exact keys of identity; the value is the lead's id. E-mail addresses are folded to lower case here, and only here.
inline std::string phone_key(std::string_view workspace, std::string_view e164) {
  return stream::state_key(workspace, "phone", {e164});
}
// E.164 of a number that reads two ways, for both readings, or that is in doubt otherwise: a lead is found by it, and
// nobody is joined by it.
inline std::string doubtful_phone_key(std::string_view workspace, std::string_view e164) {
  return stream::state_key(workspace, "doubtful_phone", {e164});
}
std::string email_key(std::string_view workspace, std::string_view address);
// An address that nothing but its look says to be the person's: a lead is found by it, and nobody is joined by it.
std::string doubtful_email_key(std::string_view workspace, std::string_view address);
inline std::string person_key(std::string_view workspace, std::string_view source, std::string_view person) {
  return stream::state_key(workspace, "person", {source, person});
}
// The value is the receipt's id.
inline std::string provider_key(std::string_view workspace, std::string_view source, std::string_view provider_id) {
  return stream::state_key(workspace, "provider", {source, provider_id});
}
inline std::string receipt_key(std::string_view workspace, std::string_view receipt) {
  return stream::state_key(workspace, "receipt", {receipt});
}
// What the keys of all of a workspace begin with.
inline std::string quarantine_prefix(std::string_view workspace) { return stream::state_key(workspace, "quarantine"); }
inline std::string ledger_prefix(std::string_view workspace) { return stream::state_key(workspace, "ledger"); }
inline std::string quarantine_key(std::string_view workspace, std::string_view receipt) {
  return stream::state_key(workspace, "quarantine", {receipt});
}
// A POST of several leads, some of which are in quarantine; the id is that of the POST's own receipt.
inline std::string envelope_key(std::string_view workspace, std::string_view receipt) {
  return stream::state_key(workspace, "envelope", {receipt});
}
inline std::string ledger_key(std::string_view workspace, std::string_view source) {
  return stream::state_key(workspace, "ledger", {source});
}
// Seen activities, kept for kActivityMemory.
inline std::string activity_key(std::string_view workspace, std::string_view activity) {
  return stream::state_key(workspace, "activity", {activity});
}

}  // namespace leakproof::ingest
