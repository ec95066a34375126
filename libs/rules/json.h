// The language with JSON around it: variables in, a value and its type out. For the command line and for tests, not for
// the hot path. Whole numbers are ints (uints beyond them), other numbers doubles, objects maps with string keys.
#pragma once
#include <deque>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "rules/schema.h"

namespace leakproof::rules {

// An error when `text` is no JSON (with the byte, from 1, that is not expected), or too deeply nested for anything that
// is read here.
Result<nlohmann::ordered_json> read_json(std::string_view text);

// Named values of any type, and all they view. Stays where it is; one thread.
class Variables {
 public:
  Variables() = default;
  Variables(const Variables&) = delete;
  Variables& operator=(const Variables&) = delete;
  // Adds the members of `object`, but for those whose name no expression can write; an error when it is no object or
  // values are nested too deeply.
  Status add(const nlohmann::ordered_json& object);
  // Adds one value; what it views is copied.
  Status add(const std::string& name, const Value& value);
  const Schema& schema() const { return schema_; }
  Record record() const;

 private:
  Value kept(const nlohmann::ordered_json& json);
  Value kept(const Value& value);

  Schema schema_;
  std::vector<Value> values_;  // by slot
  std::deque<std::string> texts_;
  std::deque<std::vector<Value>> lists_;
  std::deque<std::vector<MapEntry>> maps_;
};

// Infinities and NaN as the strings "Infinity", "-Infinity", "NaN"; bytes in base64; times as RFC 3339, durations as
// "1.5s"; the keys of a map as strings; a type as its name.
nlohmann::ordered_json json_of(const Value& value);
// {"value": …, "type": "int"}, or {"error": "division by zero", "column": 3}. Untyped: see Program::compile_untyped.
nlohmann::ordered_json answer(std::string_view expression, const Variables& variables);
// As it is printed: one line without an end, not UTF-8 replaced.
std::string line_of(const nlohmann::ordered_json& json);

}  // namespace leakproof::rules
