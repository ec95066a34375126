// Tested by: services/ingest/http/http_endpoints_test.cc
#include "ingest/sources/lead_notes.h"

#include <algorithm>

#include "ingest/domain/inquiry.h"

namespace leakproof::ingest {
namespace {

constexpr std::string_view kCustom = "custom.";

// Whether a value that the mapping gave our name is read as what the name means.
bool is_read(const std::string& name, const std::string& value, const SourceRules& rules, const Text& text) {
  if (name == "phone") return !text.phones(text.clean(value), {"", rules.default_region}).empty();
  if (name == "email") return !text.emails(text.clean(value)).empty();
  if (name == "submitted_at") return text.instant(value, rules.zone).has_value();
  return true;
}

std::string expected(const std::string& name) {
  if (name == "phone") return "is no telephone number";
  if (name == "email") return "is no e-mail address";
  if (name == "submitted_at") return "is no time";
  if (name == "country") return "is no country";
  if (name == "consent") return "is neither yes nor no";
  return "is not of the field's type";
}

// A field that rules may look at, and that they do not find.
bool is_missed(const std::string& name, const SourceRules& rules, const Inquiry& inquiry) {
  if (!name.starts_with(kCustom)) return inquiry.unread.contains(name);
  const auto custom = rules.custom.find(name.substr(std::min(kCustom.size(), name.size())));
  return custom != rules.custom.end() && !custom->second.personal &&
         (!inquiry.attributes.contains(name) || inquiry.unread.contains(name));
}

void look_at(const Field& field, const SourceRules& rules, const Text& text, const Inquiry* inquiry, LeadNotes& notes) {
  for (const auto& [name, answers] : map_fields({field}, rules, text).fields) {
    const bool read = std::all_of(answers.texts.begin(), answers.texts.end(),
                                  [&](const std::string& value) { return is_read(name, value, rules, text); });
    if (read && (inquiry == nullptr || !is_missed(name, rules, *inquiry))) continue;
    notes.kept_as_text.push_back({json_pointer("/fields", field.names.front()), expected(name) + ": kept as text"});
  }
}

}  // namespace

LeadNotes notes_on(const DecodedLead& lead, const SourceRules& rules, const Text& text, Instant received) {
  LeadNotes notes;
  if (lead.kind != DecodedLead::Kind::kLead || is_test(lead)) return notes;
  const auto outcome = inquiry_of(lead, rules, text, received);
  if (const auto* rejection = std::get_if<Rejection>(&outcome))
    notes.quarantined = std::string(code_of(rejection->reason)) + ": " + rejection->detail;
  for (const auto& field : lead.fields) look_at(field, rules, text, std::get_if<Inquiry>(&outcome), notes);
  return notes;
}

std::vector<Fault> listed(const LeadNotes& notes) {
  auto all = notes.kept_as_text;
  if (!notes.quarantined.empty()) all.push_back({"/fields", notes.quarantined + ": waits in quarantine"});
  return all;
}

}  // namespace leakproof::ingest
