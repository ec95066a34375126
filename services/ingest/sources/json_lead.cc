// Tested by: services/ingest/sources/decode_test.cc
#include "ingest/sources/json_lead.h"

#include <algorithm>

#include "ingest/domain/mapping.h"
#include "ingest/domain/typed_value.h"
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
  const bool quotable = name.size() <= net::kFieldNameBytesMax && name.find('\0') == name.npos;
  fault(lead, quotable ? json_pointer(parent, name) : std::string(parent), detail);
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
    lead.notes.push_back({json_pointer("/fields", name), "is an object: its members are kept as texts"});
    return add_nested(std::string(name), value, lead);
  }
  if (!scalars(value).empty()) add_field(name, value, lead);
}

void read_fields(Json value, JsonLead& lead) {
  if (!value.is_object()) return fault(lead, "/fields", "must be an object of names and values");
  for (auto [name, member] : members_of(value)) read_field(name, member, lead);
  if (members_of(value).size() > net::kFormFieldsMax || lead.decoded.fields.size() > net::kFormFieldsMax)
    fault(lead, "/fields", "must be 256 fields at most");
}

// Several texts are one, and the members of an object are known by their path.
void add_attribution(const std::string& name, Json value, JsonLead& lead) {
  if (lead.decoded.attribution.size() > net::kFormFieldsMax) return;
  for (auto [part, member] : members_of(value)) add_attribution(name + "/" + std::string(part), member, lead);
  const auto texts = scalars(value);
  if (texts.empty()) return;
  if (const char* detail = fault_of(name, texts)) return tell(lead, "/attribution", name, detail);
  lead.decoded.attribution[name.empty() ? "unnamed" : name] = joined(texts);
}

void read_attribution(Json value, JsonLead& lead) {
  if (!value.is_object()) {
    lead.notes.push_back({"/attribution", "is no object of names and texts: kept as text"});
    return add_nested("attribution", value, lead);
  }
  for (auto [name, member] : members_of(value)) add_attribution(std::string(name), member, lead);
  if (members_of(value).size() > net::kFormFieldsMax || lead.decoded.attribution.size() > net::kFormFieldsMax)
    fault(lead, "/attribution", "must be 256 names at most");
}

// What cannot be read here is a field, for the workspace's clocks to read or for people. See lead_notes.cc on its name.
void keep_member(std::string_view name, Json value, JsonLead& lead) {
  auto text = scalar(value).value_or(std::string(simdjson::minify(value)));
  if (const char* detail = fault_of(name, {text})) return tell(lead, "", name, detail);
  if (!text.empty()) lead.decoded.fields.push_back({{"/" + std::string(name)}, {std::move(text)}});
}

// Programs count the seconds since 1970, with a fraction or without.
std::optional<Instant> instant_of(const std::string& text) {
  if (auto read = parse_time(text)) return read;
  constexpr std::size_t kDigitsMin = 10;  // 2001
  const auto whole = text.substr(0, text.find('.'));
  return whole.size() < kDigitsMin ? std::nullopt : from_seconds(whole);
}

void read_submitted_at(Json value, JsonLead& lead) {
  lead.decoded.submitted_at = instant_of(scalar(value).value_or(""));
  if (!lead.decoded.submitted_at) keep_member("submitted_at", value, lead);
}

void read_consent(Json value, JsonLead& lead) {
  lead.decoded.consent = flag(scalar(value).value_or(""), real_text());
  if (!lead.decoded.consent) keep_member("marketing_consent", value, lead);
}

void read_member(std::string_view name, Json value, JsonLead& lead) {
  std::string_view text;
  if (name == "fields") {
    read_fields(value, lead);
  } else if (name == "attribution") {
    read_attribution(value, lead);
  } else if (name == "source") {
    if (value.get(text)) fault(lead, "/source", "must be the id of a source, a text");
    lead.source = text;
  } else if (name == "marketing_consent") {
    read_consent(value, lead);
  } else if (name == "submitted_at") {
    read_submitted_at(value, lead);
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
