// Tested by: services/ingest/http/http_endpoints_test.cc
#include "ingest/sources/lead_notes.h"

#include <algorithm>

#include "ingest/domain/inquiry.h"

namespace leakproof::ingest {
namespace {

// All of the lead, as a number or a time is read by what else was said.
struct Whole {
  const DecodedLead& lead;
  const SourceRules& rules;
  const Text& text;
  const Inquiry* inquiry;  // null: it waits in quarantine
};

// Contacts are judged one by one: of two numbers one may be read.
bool is_contact(const std::string& name) { return name == "phone" || name == "email"; }

// Whether a value that the mapping gave our name is read as what the name means. A number and an address are contacts
// in the field of the other, too.
bool is_read(const std::string& name, const std::string& value, const Whole& whole) {
  const auto& [lead, rules, text, inquiry] = whole;
  if (is_contact(name) && inquiry != nullptr && !inquiry->unread.contains(name)) return true;
  if (is_contact(name) && !text.emails(text.clean(value)).empty()) return true;
  if (name == "phone") {
    const auto country = stated_country(map_fields(lead.fields, rules, text).fields, text);
    return !text.phones(text.clean(value), {country, rules.default_region}).empty();
  }
  if (name == "email") return false;
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
  if (!name.starts_with(kCustomPrefix)) return inquiry.unread.contains(name);
  const auto* custom = custom_field(name, rules);
  return custom != nullptr && !custom->personal &&
         (!inquiry.attributes.contains(name) || inquiry.unread.contains(name));
}

// A member of the JSON API's frame that is kept as a field has its pointer for a name.
std::string pointer_of(const std::string& name) {
  return name == "/submitted_at" || name == "/marketing_consent" ? name : json_pointer("/fields", name);
}

void look_at(const Field& field, const Whole& whole, LeadNotes& notes) {
  for (const auto& [name, answers] : map_fields({field}, whole.rules, whole.text).fields) {
    const bool read = std::all_of(answers.texts.begin(), answers.texts.end(),
                                  [&](const std::string& value) { return is_read(name, value, whole); });
    const bool missed = whole.inquiry != nullptr && !is_contact(name) && is_missed(name, whole.rules, *whole.inquiry);
    if (read && !missed) continue;
    notes.kept_as_text.push_back({pointer_of(field.names.front()), expected(name) + ": kept as text"});
  }
}

}  // namespace

LeadNotes notes_on(const DecodedLead& lead, const SourceRules& rules, const Text& text, Instant received) {
  LeadNotes notes;
  if (lead.kind != DecodedLead::Kind::kLead || is_test(lead)) return notes;
  const auto outcome = inquiry_of(lead, rules, text, received);
  if (const auto* rejection = std::get_if<Rejection>(&outcome))
    notes.quarantined = std::string(code_of(rejection->reason)) + ": " + rejection->detail;
  const Whole whole{lead, rules, text, std::get_if<Inquiry>(&outcome)};
  for (const auto& field : lead.fields) look_at(field, whole, notes);
  return notes;
}

std::vector<Fault> listed(const LeadNotes& notes) {
  auto all = notes.kept_as_text;
  if (!notes.quarantined.empty()) all.push_back({"/fields", notes.quarantined + ": waits in quarantine"});
  return all;
}

}  // namespace leakproof::ingest
