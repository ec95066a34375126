// Tested by: services/ingest/sources/decode_test.cc
#include "ingest/sources/json_lead.h"

#include <algorithm>

#include "ingest/sources/json.h"
#include "ingest/sources/source_kinds.h"
#include "ingest/sources/text.h"
#include "net/limits.h"

namespace leakproof::ingest {
namespace {

std::string pointer_of(std::string_view parent, std::string_view name) {
  std::string out = std::string(parent) + "/";
  for (char c : name) out += c == '~' ? "~0" : c == '/' ? "~1" : std::string(1, c);
  return out;
}

void fault(JsonLead& lead, std::string pointer, const char* detail) {
  lead.faults.push_back({std::move(pointer), detail});
}

// Every member is a scalar, or all of a list's are.
bool is_plain(Json value) {
  simdjson::dom::array list;
  if (value.get(list)) return scalar(value).has_value();
  return scalars(value).size() == list.size();
}

bool is_short(const std::vector<std::string>& values) {
  return std::all_of(values.begin(), values.end(),
                     [](const std::string& value) { return value.size() <= kFormValueBytesMax; });
}

void read_fields(Json value, JsonLead& lead) {
  if (!value.is_object()) return fault(lead, "/fields", "must be an object of names and values");
  if (members_of(value).size() > kFormFieldsMax) return fault(lead, "/fields", "must be 256 fields at most");
  for (auto [name, member] : members_of(value)) {
    if (name.empty())
      fault(lead, "/fields/", "a name must not be empty");
    else if (!is_plain(member))
      fault(lead, pointer_of("/fields", name), "must be a text, a number, true, false or a list of those");
    else if (name.size() > kFieldNameBytesMax)
      fault(lead, "/fields", "a name must be 255 bytes at most");
    else if (!is_short(scalars(member)))
      fault(lead, pointer_of("/fields", name), "must be 64 KiB at most");
    else if (text_at(member, "").find('\0') != std::string::npos)
      fault(lead, pointer_of("/fields", name), "must not hold a NUL character");
    else
      lead.decoded.fields.push_back({{std::string(name)}, scalars(member), is_number(member)});
  }
}

void read_attribution(Json value, JsonLead& lead) {
  if (!value.is_object()) return fault(lead, "/attribution", "must be an object of names and texts");
  for (auto [name, member] : members_of(value)) {
    auto text = scalar(member);
    if (text)
      lead.decoded.attribution[std::string(name)] = std::move(*text);
    else
      fault(lead, pointer_of("/attribution", name), "must be a text");
  }
}

void read_member(std::string_view name, Json value, JsonLead& lead) {
  std::string_view text;
  bool truth = false;
  if (name == "fields") {
    read_fields(value, lead);
  } else if (name == "attribution") {
    read_attribution(value, lead);
  } else if (name == "source") {
    if (value.get(text)) fault(lead, "/source", "must be the id of a source, a text");
    lead.source = text;
  } else if (name == "marketing_consent") {
    if (value.get(truth))
      fault(lead, "/marketing_consent", "must be true or false");
    else
      lead.decoded.consent = truth;
  } else if (name == "submitted_at") {
    if (!value.get(text)) lead.decoded.submitted_at = parse_time(text);
    if (!lead.decoded.submitted_at) fault(lead, "/submitted_at", "must be an instant as in 2026-01-05T03:10:22Z");
  } else {
    fault(lead, pointer_of("", name),
          "is not known here: source, fields, attribution, marketing_consent, submitted_at are");
  }
}

}  // namespace

Result<JsonLead> read_json_lead(std::string_view body) {
  LEAKPROOF_ASSIGN(root, parse_json(body));
  if (has_duplicate_keys(root)) return refuse("an object has the same key twice");
  JsonLead lead;
  if (!root.is_object()) {
    fault(lead, "", "must be an object");
    return lead;
  }
  for (auto [name, value] : members_of(root)) read_member(name, value, lead);
  if (!at(root, "/fields")) fault(lead, "/fields", "is required");
  return lead;
}

bool is_phone(const std::string& value, const SourceRules& rules, const Text& text) {
  return !has_hidden(value) && !text.phones(text.clean(value), {"", rules.default_region}).empty();
}
bool is_email(const std::string& value, const Text& text) {
  return !has_hidden(value) && !text.emails(text.clean(value)).empty();
}

std::vector<Fault> contact_faults(const DecodedLead& lead, const SourceRules& rules, const Text& text) {
  std::vector<Fault> faults;
  for (const auto& field : lead.fields) {
    const auto pointer = pointer_of("/fields", field.names.front());
    const auto mapped = map_fields({field}, rules, text).fields;  // a value that is blank is none
    for (const auto& value : field.values) {
      if (text.clean(value).empty()) continue;
      if (mapped.contains("phone") && !is_phone(value, rules, text))
        faults.push_back({pointer, "must be a phone number"});
      if (mapped.contains("email") && !is_email(value, text)) faults.push_back({pointer, "must be an e-mail address"});
    }
  }
  return faults;
}

Decoded decode_json_lead(const RawBody& raw) {
  LEAKPROOF_ASSIGN(lead, read_json_lead(raw.body));
  if (!lead.faults.empty()) return refuse(lead.faults.front().pointer + " " + lead.faults.front().detail);
  std::vector<DecodedLead> leads;
  leads.push_back(std::move(lead.decoded));
  return leads;
}

}  // namespace leakproof::ingest
