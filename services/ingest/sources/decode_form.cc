// Tested by: services/ingest/sources/decode_test.cc
// HTML forms and Elementor. Elementor with "advanced data" sends fields[x][id|type|title|value...], form[...] and
// meta[...][...]; without it flat keys named after labels, which are read like any form. Source: public receivers of
// Elementor's webhook.
#include <map>

#include "base/ascii.h"
#include "ingest/sources/source_kinds.h"
#include "net/multipart.h"
#include "net/urlencoded.h"

namespace leakproof::ingest {
namespace {

// "fields[name][value]" → {"fields", "name", "value"}; "tags[]" → {"tags"}.
std::vector<std::string> path_of(std::string_view name) {
  std::vector<std::string> path{std::string(name.substr(0, name.find('[')))};
  for (auto begin = name.find('['); begin != name.npos; begin = name.find('[')) {
    name.remove_prefix(begin);
    const auto end = name.find(']');
    if (end == name.npos) break;
    if (end > 1) path.emplace_back(name.substr(1, end - 1));
    name.remove_prefix(end + 1);
  }
  return path;
}

// tags[0], tags[1]: a list as PHP's http_build_query writes it.
bool is_place_in_list(const std::vector<std::string>& path) {
  return path.size() == 2 && path[1].find_first_not_of("0123456789") == std::string::npos;
}

struct Grouped {
  std::vector<std::string> order;
  std::map<std::string, std::map<std::string, std::string>> properties;  // of a nested field, by its key
  std::map<std::string, std::vector<std::string>> values;                // of a flat one
};

void add(const std::string& name, std::string value, Grouped& fields, DecodedLead& lead) {
  const auto path = path_of(name);
  if (path.size() == 3 && path[0] == "fields") {
    if (!fields.properties.contains(path[1])) fields.order.push_back(path[1]);
    auto& known = fields.properties[path[1]][path[2]];
    known += (known.empty() ? "" : ", ") + value;  // a box each
  } else if (path.size() == 2 && path[0] == "form") {
    if (path[1] == "id") lead.attribution["form"] = std::move(value);
  } else if (path.size() == 3 && path[0] == "meta") {
    if (path[1] == "page_url" && path[2] == "value") lead.attribution["page_url"] = std::move(value);
  } else {
    const auto key = path.size() == 1 || is_place_in_list(path) ? path[0] : name;
    if (!fields.values.contains(key)) fields.order.push_back(key);
    fields.values[key].push_back(std::move(value));
  }
}

DecodedLead lead_of(FormFields pairs) {
  DecodedLead lead;
  Grouped grouped;
  for (auto& [name, value] : pairs) add(name, std::move(value), grouped, lead);
  for (const auto& key : grouped.order) {
    if (auto flat = grouped.values.find(key); flat != grouped.values.end()) {
      lead.fields.push_back({{key}, std::move(flat->second)});
      if (auto path = path_of(key); path.size() > 1) lead.fields.back().names.push_back(path.back());  // lead[email]
      continue;
    }
    auto& properties = grouped.properties[key];
    lead.fields.push_back({{key, properties["title"], properties["type"]}, {properties["value"]}});
  }
  return lead;
}

}  // namespace

Decoded decode_form(const RawBody& raw) {
  const auto type = lower_case(raw.content_type.substr(0, raw.content_type.find(';')));
  if (type.find("json") != type.npos) return decode_any_json(raw);
  FormFields pairs;
  if (type.starts_with("multipart/")) {
    LEAKPROOF_ASSIGN(form, parse_multipart(raw.content_type, raw.body));
    pairs = std::move(form.fields);
  } else {
    LEAKPROOF_ASSIGN(parsed, parse_urlencoded(raw.body));
    pairs = std::move(parsed);
  }
  std::vector<DecodedLead> leads;
  leads.push_back(lead_of(std::move(pairs)));
  return leads;
}

}  // namespace leakproof::ingest
