// Tested by: services/ingest/sources/decode_test.cc
// Form builders that send JSON: Typeform, Tally, Webflow, and whatever sends flat fields or lists of {name, value}.
// Contracts: the developer pages of each.
#include <algorithm>
#include <map>

#include "ingest/sources/decode.h"
#include "ingest/sources/json.h"
#include "ingest/sources/text.h"

namespace leakproof::ingest {
namespace {

std::vector<DecodedLead> one(DecodedLead item) {
  std::vector<DecodedLead> items;
  items.push_back(std::move(item));
  return items;
}

void add_members(Json object, DecodedLead& item) {
  for (auto [name, value] : members_of(object)) {
    if (auto values = scalars(value); !values.empty()) item.fields.push_back({{std::string(name)}, std::move(values)});
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

bool add_named(Json list_item, DecodedLead& item) {
  auto name = text_at(list_item, "/name");
  auto value = at(list_item, "/value");
  if (!value) value = at(list_item, "/values");
  if (name.empty() || !value) return false;
  item.fields.push_back({{std::move(name)}, scalars(*value)});
  return true;
}

void add_anything(Json object, DecodedLead& item, int depth);

void add_member(std::string_view name, Json value, DecodedLead& item, int depth) {
  auto values = scalars(value);
  if (!values.empty()) {
    item.fields.push_back({{std::string(name)}, std::move(values)});
    return;
  }
  simdjson::dom::array list;
  if (value.get(list) == simdjson::SUCCESS) {
    for (auto element : list) {
      if (!add_named(element, item)) add_anything(element, item, depth + 1);
    }
  } else {
    add_anything(value, item, depth + 1);
  }
}

void add_anything(Json object, DecodedLead& item, int depth) {
  if (depth > 4) return;
  for (auto [name, value] : members_of(object)) add_member(name, value, item, depth);
}

// One lead of a body that is ours to guess at.
DecodedLead lead_in(Json object) {
  DecodedLead item;
  const auto data = at(object, "/data");
  const Json fields = data && data->is_object() ? *data : object;
  for (const char* name : {"/lead_id", "/submission_id", "/id"}) {
    if (item.provider_id.empty()) item.provider_id = text_at(fields, name);
  }
  if (item.provider_id.empty()) item.provider_id = text_at(object, "/id");
  add_anything(fields, item, 0);
  return item;
}

// Several leads in one body: objects that are no {name, value} pairs.
bool holds_leads(const std::vector<Json>& list) {
  return !list.empty() && std::all_of(list.begin(), list.end(), [](Json element) {
    return element.is_object() && !(at(element, "/name") && (at(element, "/value") || at(element, "/values")));
  });
}

// A subscription event of a CRM: about a contact that it has already.
bool is_event(Json element) { return at(element, "/subscriptionType") || at(element, "/eventId"); }

Decoded leads_in(const std::vector<Json>& list) {
  std::vector<DecodedLead> items;
  for (auto element : list) {
    if (!element.is_object()) return refuse("the list holds something else than objects");
    if (!is_event(element)) items.push_back(lead_in(element));
  }
  if (items.empty()) items.emplace_back().kind = DecodedLead::Kind::kNothing;
  return items;
}

}  // namespace

Decoded decode_typeform(const RawBody& raw) {
  LEAKPROOF_ASSIGN(root, parse_json(raw.body));
  auto response = at(root, "/form_response");
  if (!response) return refuse("no form_response: not a webhook of Typeform");
  DecodedLead item;
  const auto event = text_at(root, "/event_type");
  if (!event.empty() && event != "form_response") {  // a partial response: the whole one comes under the same token
    item.kind = DecodedLead::Kind::kNothing;
    return one(std::move(item));
  }
  item.provider_id = text_at(*response, "/token");
  item.submitted_at = parse_time(text_at(*response, "/submitted_at"));
  item.attribution["form"] = text_at(*response, "/form_id");
  std::map<std::string, std::string> titles;
  for (auto field : items_at(*response, "/definition/fields")) titles[text_at(field, "/id")] = text_at(field, "/title");
  for (auto answer : items_at(*response, "/answers")) {
    Field field{{text_at(answer, "/field/ref")}, typeform_values(answer)};
    if (auto title = titles.find(text_at(answer, "/field/id")); title != titles.end())
      field.names.push_back(title->second);
    field.names.push_back(text_at(answer, "/field/type"));
    item.fields.push_back(std::move(field));
  }
  if (auto hidden = at(*response, "/hidden")) add_members(*hidden, item);
  return one(std::move(item));
}

Decoded decode_tally(const RawBody& raw) {
  LEAKPROOF_ASSIGN(root, parse_json(raw.body));
  DecodedLead item;
  if (!at(root, "/data/fields")) return refuse("no data.fields: not a webhook of Tally");
  for (const char* name : {"/data/responseId", "/data/submissionId"}) {
    if (item.provider_id.empty()) item.provider_id = text_at(root, name);
  }
  item.submitted_at = parse_time(text_at(root, "/data/createdAt"));
  item.attribution["form"] = text_at(root, "/data/formId");
  for (auto field : items_at(root, "/data/fields")) {
    item.fields.push_back(
        {{text_at(field, "/label"), text_at(field, "/key"), text_at(field, "/type")}, tally_values(field)});
  }
  return one(std::move(item));
}

Decoded decode_webflow(const RawBody& raw) {
  LEAKPROOF_ASSIGN(root, parse_json(raw.body));
  DecodedLead item;
  auto data = at(root, "/payload/data");
  if (!data) return refuse("no payload.data: not a form submission of Webflow");
  item.provider_id = text_at(root, "/payload/id");
  item.submitted_at = parse_time(text_at(root, "/payload/submittedAt"));
  item.attribution["form"] = text_at(root, "/payload/name");
  add_members(*data, item);
  return one(std::move(item));
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
