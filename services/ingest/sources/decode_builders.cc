// Tested by: services/ingest/sources/decode_test.cc
// Form builders that send JSON: Typeform, Tally, Webflow, and whatever sends flat fields or lists of {name, value}.
// Contracts: the developer pages of each.
#include <algorithm>
#include <map>

#include "ingest/sources/json.h"
#include "ingest/sources/nested_json.h"
#include "ingest/sources/source_kinds.h"
#include "ingest/sources/text.h"

namespace leakproof::ingest {
namespace {

std::vector<DecodedLead> one(DecodedLead lead) {
  std::vector<DecodedLead> leads;
  leads.push_back(std::move(lead));
  return leads;
}

void add_members(Json object, DecodedLead& lead) {
  for (auto [name, value] : members_of(object)) {
    if (auto values = scalars(value); !values.empty())
      lead.fields.push_back({{std::string(name)}, std::move(values), is_number(value)});
  }
}

std::vector<std::string> typeform_values(Json answer) {
  auto value = at(answer, "/" + text_at(answer, "/type"));
  if (!value) return {};
  auto values = scalars(*value);
  for (const char* inner : {"/label", "/labels", "/other"}) {  // of a choice, which is an object
    auto label = value->is_object() ? at(*value, inner) : std::nullopt;
    for (auto& text : label ? scalars(*label) : std::vector<std::string>{}) values.push_back(std::move(text));
  }
  return values;
}

// Choices are option ids; people and rules want their texts.
std::vector<std::string> tally_values(Json field) {
  auto value = at(field, "/value");
  if (!value) return {};
  std::map<std::string, std::string> options;
  for (auto option : items_at(field, "/options")) options[text_at(option, "/id")] = text_at(option, "/text");
  auto values = scalars(*value);
  for (auto& text : values) {
    if (auto found = options.find(text); found != options.end()) text = found->second;
  }
  return values;
}

// One lead of a body that is ours to guess at.
DecodedLead lead_in(Json object) {
  DecodedLead lead;
  const auto data = at(object, "/data");
  const Json fields = data && data->is_object() ? *data : object;
  for (const char* name : {"/lead_id", "/submission_id", "/id"}) {
    if (lead.provider_id.empty()) lead.provider_id = text_at(fields, name);
  }
  if (lead.provider_id.empty()) lead.provider_id = text_at(object, "/id");
  add_nested_fields(fields, lead);
  return lead;
}

// Several leads in one body: objects that are no {name, value} pairs.
bool holds_leads(const std::vector<Json>& list) {
  return !list.empty() && std::all_of(list.begin(), list.end(),
                                      [](Json element) { return element.is_object() && !is_named_value(element); });
}

// A subscription event of a CRM: about a contact that it has already.
bool is_event(Json element) { return at(element, "/subscriptionType") || at(element, "/eventId"); }

Decoded leads_in(const std::vector<Json>& list) {
  std::vector<DecodedLead> leads;
  for (auto element : list) {
    if (!element.is_object()) return refuse("the list holds something else than objects");
    if (!is_event(element)) leads.push_back(lead_in(element));
  }
  if (leads.empty()) leads.emplace_back().kind = DecodedLead::Kind::kNothing;
  return leads;
}

}  // namespace

Decoded decode_typeform(const RawBody& raw) {
  LEAKPROOF_ASSIGN(root, parse_json(raw.body));
  auto response = at(root, "/form_response");
  if (!response) return refuse("no form_response: not a webhook of Typeform");
  DecodedLead lead;
  const auto event = text_at(root, "/event_type");
  if (!event.empty() && event != "form_response") {  // a partial response: the whole one comes under the same token
    lead.kind = DecodedLead::Kind::kNothing;
    return one(std::move(lead));
  }
  lead.provider_id = text_at(*response, "/token");
  take_time(text_at(*response, "/submitted_at"), lead);
  lead.attribution["form"] = text_at(*response, "/form_id");
  std::map<std::string, std::string> titles;
  for (auto field : items_at(*response, "/definition/fields")) titles[text_at(field, "/id")] = text_at(field, "/title");
  for (auto answer : items_at(*response, "/answers")) {
    Field field{{text_at(answer, "/field/ref")}, typeform_values(answer), text_at(answer, "/type") == "number"};
    if (auto title = titles.find(text_at(answer, "/field/id")); title != titles.end())
      field.names.push_back(title->second);
    field.names.push_back(text_at(answer, "/field/type"));
    lead.fields.push_back(std::move(field));
  }
  if (auto hidden = at(*response, "/hidden")) add_members(*hidden, lead);
  return one(std::move(lead));
}

Decoded decode_tally(const RawBody& raw) {
  LEAKPROOF_ASSIGN(root, parse_json(raw.body));
  DecodedLead lead;
  if (!at(root, "/data/fields")) return refuse("no data.fields: not a webhook of Tally");
  for (const char* name : {"/data/responseId", "/data/submissionId"}) {
    if (lead.provider_id.empty()) lead.provider_id = text_at(root, name);
  }
  take_time(text_at(root, "/data/createdAt"), lead);
  lead.attribution["form"] = text_at(root, "/data/formId");
  for (auto field : items_at(root, "/data/fields")) {
    lead.fields.push_back(
        {{text_at(field, "/label"), text_at(field, "/key"), text_at(field, "/type")}, tally_values(field)});
  }
  return one(std::move(lead));
}

Decoded decode_webflow(const RawBody& raw) {
  LEAKPROOF_ASSIGN(root, parse_json(raw.body));
  DecodedLead lead;
  auto data = at(root, "/payload/data");
  if (!data) return refuse("no payload.data: not a form submission of Webflow");
  lead.provider_id = text_at(root, "/payload/id");
  take_time(text_at(root, "/payload/submittedAt"), lead);
  lead.attribution["form"] = text_at(root, "/payload/name");
  add_members(*data, lead);
  return one(std::move(lead));
}

Decoded decode_any_json(const RawBody& raw) {
  LEAKPROOF_ASSIGN(root, parse_json(raw.body));
  if (root.is_array()) return leads_in(items_at(root, ""));
  if (!root.is_object()) return refuse("the body is no JSON object");
  for (const char* pointer : {"/data", "/leads"}) {
    if (const auto list = items_at(root, pointer); holds_leads(list)) return leads_in(list);
  }
  return one(lead_in(root));
}

}  // namespace leakproof::ingest
