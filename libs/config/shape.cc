// Tested by: libs/config/compile_test.cc
#include "config/shape.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <regex>

#include "base/check.h"
#include "config/format.h"
#include "config/shape_keywords.h"

namespace leakproof::config {
namespace {

using Schema = nlohmann::ordered_json;

const Schema& workspace_schema() {
  static const Schema schema = [] {
    Schema parsed = Schema::parse(workspace_schema_text());
    LEAKPROOF_CHECK(unasked_keywords(parsed).empty());  // the test of shape_keywords names them
    return parsed;
  }();
  return schema;
}

// What a node is in JSON's terms, by the core schema of YAML 1.2.
std::string json_type(const Node& node) {
  static const std::regex boolean("true|True|TRUE|false|False|FALSE");
  static const std::regex integer("[-+]?[0-9]{1,18}");
  static const std::regex number(
      "[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?\\.(inf|Inf|INF)|\\.(nan|NaN|NAN)");
  if (node.kind == Node::Kind::kList) return "array";
  if (node.kind == Node::Kind::kMap) return "object";
  if (node.kind == Node::Kind::kNull) return "null";
  if (node.quoted || node.scalar.size() > 40) return "string";
  if (std::regex_match(node.scalar, boolean)) return "boolean";
  if (std::regex_match(node.scalar, integer)) return "integer";
  return std::regex_match(node.scalar, number) ? "number" : "string";
}

std::string name_of_type(const std::string& type) {
  if (type == "array") return "a list";
  if (type == "object") return "keys with values";
  if (type == "string") return "a text";
  if (type == "boolean") return "true or false";
  if (type == "null") return "nothing";
  return type == "integer" ? "a whole number" : "a number";
}

std::string joined(const std::vector<std::string>& names) {
  std::string out;
  for (const auto& name : names) out += (out.empty() ? "" : ", ") + name;
  return out;
}

class Checker {
 public:
  explicit Checker(ProblemList& problems) : problems_(problems) {}

  void check(const Schema& given, const Node& node, const std::string& path) {
    const Schema& schema = resolved(given);
    if (schema.contains("anyOf")) return check(matching(schema["anyOf"], node), node, path);
    if (schema.contains("enum")) return check_enum(schema["enum"], node, path);
    const std::string expected = schema.value("type", "string");
    const std::string actual = json_type(node);
    if (actual != expected && !(expected == "number" && actual == "integer")) return wrong_type(expected, actual, path);
    if (expected == "object") return check_object(schema, node, path);
    if (expected == "array") return check_list(schema, node, path);
    if (expected == "string") return check_text(schema, node, path);
    if (expected != "boolean") check_number(schema, node, path);
  }

 private:
  static const Schema& resolved(const Schema& schema) {
    if (!schema.contains("$ref")) return schema;
    return workspace_schema().at(Schema::json_pointer(schema["$ref"].get<std::string>().substr(1)));
  }
  // The alternative of the node's type, else the first.
  static const Schema& matching(const Schema& alternatives, const Node& node) {
    for (const auto& one : alternatives) {
      if (resolved(one).value("type", "") == json_type(node)) return one;
    }
    return alternatives.front();
  }

  void wrong_type(const std::string& expected, const std::string& actual, const std::string& path) {
    const bool quotable = expected == "string" && actual != "array" && actual != "object" && actual != "null";
    problems_.add(path, "expected " + name_of_type(expected) + ", found " + name_of_type(actual) +
                            (quotable ? ": put it in quotes" : ""));
  }

  void check_enum(const Schema& allowed, const Node& node, const std::string& path) {
    const auto names = allowed.get<std::vector<std::string>>();
    if (node.kind == Node::Kind::kScalar && std::find(names.begin(), names.end(), node.scalar) != names.end()) return;
    problems_.add(path, "expected one of " + joined(names) + did_you_mean(node.scalar, names));
  }

  void check_object(const Schema& schema, const Node& node, const std::string& path) {
    for (std::size_t i = 0; i < node.entries.size(); ++i) {
      const auto& [key, value] = node.entries[i];
      check_entry(schema, key, node.key_marks[i], value, path.empty() ? key : path + "." + key);
    }
    for (const auto& key : schema.value("required", std::vector<std::string>{})) {
      if (!node.find(key))
        problems_.add_at(node.mark, path.empty() ? key : path + "." + key, "'" + key + "' is missing here: add it");
    }
    check_count(schema, "minProperties", "maxProperties", node.entries.size(), path, known_keys(schema));
  }
  void check_entry(const Schema& schema, const std::string& key, const Mark& mark, const Node& value,
                   const std::string& path) {
    if (schema.contains("properties") && schema["properties"].contains(key))
      return check(schema["properties"][key], value, path);
    const Schema& others = schema.at("additionalProperties");
    if (others.is_boolean())
      return problems_.add_at(mark, path, "unknown key '" + key + "'" + advice(key, known_keys(schema)));
    if (schema.contains("propertyNames")) {
      if (auto problem = format_problem(schema["propertyNames"].value("format", ""), key))
        return problems_.add_at(mark, path, *problem);
    }
    check(others, value, path);
  }
  static std::vector<std::string> known_keys(const Schema& schema) {
    std::vector<std::string> keys;
    if (schema.contains("properties")) {
      for (const auto& [key, value] : schema["properties"].items()) keys.push_back(key);
    }
    return keys;
  }
  static std::string advice(const std::string& key, const std::vector<std::string>& known) {
    const auto meant = did_you_mean(key, known);
    return meant.empty() ? "; known here: " + joined(known) : meant;
  }

  void check_count(const Schema& schema, const char* least, const char* most, std::size_t count,
                   const std::string& path, const std::vector<std::string>& keys) {
    if (count >= schema.value(least, std::size_t{0}) && count <= schema.value(most, count)) return;
    if (keys.empty()) return problems_.add(path, "expected at least one entry");
    const bool beside_id = keys.front() == "id";
    problems_.add(path, (beside_id ? "expected the id and one of " : "expected one of ") +
                            joined({keys.begin() + beside_id, keys.end()}));
  }

  void check_list(const Schema& schema, const Node& node, const std::string& path) {
    check_count(schema, "minItems", "maxItems", node.items.size(), path, {});
    for (std::size_t i = 0; i < node.items.size(); ++i)
      check(schema["items"], node.items[i], path + "[" + std::to_string(i) + "]");
  }

  void check_text(const Schema& schema, const Node& node, const std::string& path) {
    if (node.scalar.size() < schema.value("minLength", std::size_t{0}))
      return problems_.add(path, "expected a text, found none");
    if (const auto most = schema.value("maxLength", node.scalar.size()); node.scalar.size() > most) {
      return problems_.add(path, "expected at most " + std::to_string(most) + " bytes");
    }
    if (auto problem = format_problem(schema.value("format", ""), node.scalar)) problems_.add(path, *problem);
  }

  void check_number(const Schema& schema, const Node& node, const std::string& path) {
    const double value = to_number(node.scalar);
    if (!(value >= -1e15 && value <= 1e15)) return problems_.add(path, "expected a number between -1e15 and 1e15");
    if (schema.contains("minimum") && value < schema["minimum"].get<double>())
      return problems_.add(path, "expected at least " + schema["minimum"].dump());
    if (schema.contains("maximum") && value > schema["maximum"].get<double>())
      problems_.add(path, "expected at most " + schema["maximum"].dump());
  }

  ProblemList& problems_;
};

}  // namespace

void check_shape(const Node& root, ProblemList& problems) { Checker(problems).check(workspace_schema(), root, ""); }

}  // namespace leakproof::config
