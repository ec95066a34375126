// Tested by: services/ingest/sources/decode_test.cc
#include "ingest/sources/json_lead.h"

#include <algorithm>

#include "ingest/sources/json.h"
#include "ingest/sources/source_kinds.h"
#include "ingest/sources/text.h"
#include "net/limits.h"

namespace leakproof::ingest {
namespace {

void fault(JsonLead& lead, std::string pointer, const char* detail) {
  lead.faults.push_back({std::move(pointer), detail});
}

// What is wrong with a name and its values; null when they can be kept.
const char* fault_of(std::string_view name, const std::vector<std::string>& values) {
  if (name.empty()) return "a name must not be empty";
  if (name.size() > net::kFieldNameBytesMax) return "a name must be 255 bytes at most";
  if (name.find('\0') != name.npos) return "a name must not hold a NUL character";
  if (values.size() > net::kFormFieldsMax) return "must be 256 values at most";
  for (const auto& value : values) {
    if (value.size() > net::kFormValueBytesMax) return "must be 64 KiB at most";
    if (value.find('\0') != std::string::npos) return "must not hold a NUL character";
  }
  return nullptr;
}

// A name that is at fault itself is not quoted in the pointer.
void tell(JsonLead& lead, std::string_view parent, std::string_view name, const char* detail) {
  if (name.empty() || name.size() > net::kFieldNameBytesMax || name.find('\0') != name.npos)
    fault(lead, std::string(parent) + (name.empty() ? "/" : ""), detail);
  else
    fault(lead, json_pointer(parent, name), detail);
}

void add_field(std::string_view name, Json value, JsonLead& lead) {
  auto values = scalars(value);
  if (const char* detail = fault_of(name, values)) return tell(lead, "/fields", name, detail);
  lead.decoded.fields.push_back({{std::string(name)}, std::move(values), is_number(value)});
}

bool is_nested(Json value) { return value.is_object() || value.is_array(); }

// Not one of the values that a field has: each member becomes a field by its path, for people to read.
void add_nested(const std::string& path, Json value, JsonLead& lead) {
  if (lead.decoded.fields.size() > net::kFormFieldsMax) return;
  if (!is_nested(value)) return value.is_null() ? void() : add_field(path, value, lead);
  for (auto [name, member] : members_of(value)) add_nested(path + "/" + std::string(name), member, lead);
  const auto items = items_at(value, "");
  for (std::size_t i = 0; i < items.size(); ++i) add_nested(path + "/" + std::to_string(i), items[i], lead);
}

void read_field(std::string_view name, Json value, JsonLead& lead) {
  const auto items = items_at(value, "");
  if (value.is_object() || std::any_of(items.begin(), items.end(), is_nested)) {
    if (name.empty()) return tell(lead, "/fields", name, "a name must not be empty");
    lead.notes.push_back({json_pointer("/fields", name), "is an object: its members are kept as texts"});
    return add_nested(std::string(name), value, lead);
  }
  if (!scalars(value).empty() || name.empty()) add_field(name, value, lead);
}

void read_fields(Json value, JsonLead& lead) {
  if (!value.is_object()) return fault(lead, "/fields", "must be an object of names and values");
  for (auto [name, member] : members_of(value)) read_field(name, member, lead);
  if (members_of(value).size() > net::kFormFieldsMax || lead.decoded.fields.size() > net::kFormFieldsMax)
    fault(lead, "/fields", "must be 256 fields at most");
}

void read_attribution(Json value, JsonLead& lead) {
  if (!value.is_object()) return fault(lead, "/attribution", "must be an object of names and texts");
  if (members_of(value).size() > net::kFormFieldsMax) return fault(lead, "/attribution", "must be 256 names at most");
  for (auto [name, member] : members_of(value)) {
    if (member.is_null()) continue;
    const auto text = scalar(member);
    const char* detail = text ? fault_of(name, {*text}) : "must be a text";
    if (detail != nullptr)
      tell(lead, "/attribution", name, detail);
    else
      lead.decoded.attribution[std::string(name)] = *text;
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
    if (!lead.decoded.submitted_at)
      fault(lead, "/submitted_at", "must be an instant with its offset, as in 2026-01-05T03:10:22Z");
  } else {
    fault(lead, json_pointer("", name),
          "is not known here: source, fields, attribution, marketing_consent, submitted_at are");
  }
}

}  // namespace

std::string json_pointer(std::string_view parent, std::string_view name) {
  std::string out = std::string(parent) + "/";
  for (char c : name) out += c == '~' ? "~0" : c == '/' ? "~1" : std::string(1, c);
  return out;
}

Result<JsonLead> read_json_lead(std::string_view body) {
  LEAKPROOF_ASSIGN(root, parse_json(body));
  if (has_duplicate_keys(root)) return refuse("an object has the same key twice");
  JsonLead lead;
  if (!root.is_object()) {
    fault(lead, "", "must be an object");
    return lead;
  }
  for (auto [name, value] : members_of(root)) {
    if (!value.is_null() || name == "fields") read_member(name, value, lead);
  }
  if (!at(root, "/fields")) fault(lead, "/fields", "is required");
  return lead;
}

Decoded decode_json_lead(const RawBody& raw) {
  LEAKPROOF_ASSIGN(lead, read_json_lead(raw.body));
  if (!lead.faults.empty()) return refuse(lead.faults.front().pointer + " " + lead.faults.front().detail);
  std::vector<DecodedLead> leads;
  leads.push_back(std::move(lead.decoded));
  return leads;
}

}  // namespace leakproof::ingest
