#include "config/shape_keywords.h"

#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <string_view>

#include "config/format.h"

namespace leakproof::config {
namespace {

using Schema = nlohmann::ordered_json;
using Keywords = std::set<std::string_view>;

const Keywords kNotes{"$schema", "$id", "title", "description", "definitions"};

// Which of several keys a map has is asked where more is known: by check_references of a channel, by add_tables of a
// rule. For editors it stands in the schema.
const Keywords kAskedElsewhere{"/properties/members/items/properties/notify/items/oneOf",
                               "/properties/rules/items/oneOf"};

// What check_shape asks of a schema, by the keyword that it looks at first, else by its type.
const std::map<std::string_view, Keywords>& asked() {
  static const std::map<std::string_view, Keywords> table{
      {"$ref", {"$ref"}},
      {"anyOf", {"anyOf"}},
      {"enum", {"enum"}},
      {"object",
       {"type", "properties", "required", "additionalProperties", "propertyNames", "minProperties", "maxProperties"}},
      {"array", {"type", "items", "minItems", "maxItems"}},
      {"string", {"type", "minLength", "maxLength", "format"}},
      {"integer", {"type", "minimum", "maximum"}},
      {"number", {"type", "minimum", "maximum"}},
      {"boolean", {"type"}},
  };
  return table;
}

class Reader {
 public:
  void read(const Schema& schema, const std::string& at) {
    const auto row = asked().find(kind_of(schema));
    if (row == asked().end()) return add(at + "/type");
    for (const auto& [key, value] : schema.items()) read_keyword(row->second, key, value, at + "/" + key);
    if (row->first == "object" && !schema.contains("additionalProperties")) add(at + "/additionalProperties");
  }
  std::vector<std::string> take() && { return std::move(unasked_); }

 private:
  void add(std::string pointer) { unasked_.push_back(std::move(pointer)); }

  static std::string kind_of(const Schema& schema) {
    for (const char* first : {"$ref", "anyOf", "enum"}) {
      if (schema.contains(first)) return first;
    }
    if (!schema.contains("type")) return "string";
    return schema["type"].is_string() ? schema["type"].get<std::string>() : "";
  }

  void read_keyword(const Keywords& asked, const std::string& key, const Schema& value, const std::string& at) {
    if (key == "definitions" || key == "properties") read_each(value, at);
    if (kNotes.contains(key) || kAskedElsewhere.contains(at)) return;
    if (!asked.contains(key)) return add(at);
    if (key == "anyOf") read_each(value, at);
    if (key == "items") read(value, at);
    if (key == "format" && !is_format(value.get<std::string>())) add(at);
    if (key == "propertyNames") read_names(value, at);
    if (key == "additionalProperties") read_others(value, at);
  }
  void read_each(const Schema& schemas, const std::string& at) {
    for (const auto& [key, schema] : schemas.items()) read(schema, at + "/" + key);
  }
  // Of the names of a map's keys only the format is asked.
  void read_names(const Schema& names, const std::string& at) {
    for (const auto& [key, value] : names.items()) {
      if (key != "format" || !is_format(value.get<std::string>())) add(at + "/" + key);
    }
  }
  // `true` would let every key in; check_shape refuses those that it does not know.
  void read_others(const Schema& others, const std::string& at) {
    if (others.is_object()) return read(others, at);
    if (others != false) add(at);
  }

  std::vector<std::string> unasked_;
};

}  // namespace

std::vector<std::string> unasked_keywords(const Schema& schema) {
  Reader reader;
  reader.read(schema, "");
  return std::move(reader).take();
}

}  // namespace leakproof::config
