// Tested by: libs/rules/conformance_test.cc
#include "rules/json.h"

#include <algorithm>
#include <cmath>

#include "base/encoding.h"
#include "rules/limits.h"
#include "rules/program.h"
#include "rules/schema.h"

namespace leakproof::rules {
namespace {

using Json = nlohmann::ordered_json;

int depth_of(const Json& json, int room = kNestingMax) {
  int deepest = 0;
  if (!json.is_structured() || room == 0) return 1;
  for (const auto& element : json) deepest = std::max(deepest, depth_of(element, room - 1));
  return deepest + 1;
}

struct ToJson {
  Json operator()(std::monostate) const { return nullptr; }
  Json operator()(bool value) const { return value; }
  Json operator()(std::int64_t value) const { return value; }
  Json operator()(Uint value) const { return value.value; }
  Json operator()(double value) const {
    if (std::isnan(value)) return "NaN";
    if (std::isinf(value)) return value > 0 ? "Infinity" : "-Infinity";
    return value;
  }
  Json operator()(std::string_view value) const { return value; }
  Json operator()(Bytes value) const { return base64_encode(value.data); }
  Json operator()(Timestamp value) const { return format_timestamp(value); }
  Json operator()(Span value) const { return format_seconds(value); }
  Json operator()(const List& list) const {
    Json array = Json::array();
    for (const auto& element : list) array.push_back(json_of(element));
    return array;
  }
  Json operator()(const Map& map) const {
    Json object = Json::object();
    for (const auto& [key, value] : map) {
      const auto* text = key.get_if<std::string_view>();
      object[text ? std::string(*text) : json_of(key).dump()] = json_of(value);
    }
    return object;
  }
  Json operator()(Type type) const {
    if (type == Type::kTimestamp) return "google.protobuf.Timestamp";
    return type == Type::kDuration ? "google.protobuf.Duration" : std::string(name_of(type));
  }
};

Json error_of(std::string_view message, int column) { return {{"error", message}, {"column", column}}; }

}  // namespace

Result<Json> read_json(std::string_view text) {
  constexpr int kDeepest = kNestingMax + 2;  // a line of a batch, its variables, a variable's value
  bool deep = false;
  const auto keeps = [&](int depth, Json::parse_event_t, const Json&) { return !(deep = deep || depth > kDeepest); };
  try {
    Json json = Json::parse(text, keeps);
    if (deep) return refuse("it is nested too deeply: at most 100 levels");
    return json;
  } catch (const Json::parse_error& error) {
    return refuse("byte " + std::to_string(error.byte) +
                  (error.byte > text.size() ? " is missing" : " is not expected"));
  } catch (const Json::exception&) {
    return refuse("a number in it does not fit a double");
  }
}

Status Variables::add(const Json& object) {
  if (!object.is_object()) return refuse("the variables are no JSON object");
  for (const auto& [name, value] : object.items()) {
    if (!Schema::is_path(name)) continue;
    if (depth_of(value) > kNestingMax) return refuse("'" + name + "' is nested too deeply: at most 100 levels");
    const Value made = kept(value);
    LEAKPROOF_TRY(add(name, made));
  }
  return {};
}

Status Variables::add(const std::string& name, const Value& value) {
  if (!Schema::is_path(name)) return refuse("'" + name + "' is no name of a variable: letters, digits, _ and dots");
  const Slot slot = schema_.add(name, Type::kDyn);
  values_.resize(schema_.size());
  values_[slot.value()] = kept(value);
  return {};
}

Record Variables::record() const {
  Record record(schema_);
  for (std::uint32_t slot = 0; slot < values_.size(); ++slot) record.set(Slot(slot), values_[slot]);
  return record;
}

Value Variables::kept(const Json& json) {
  if (json.is_boolean()) return json.get<bool>();
  if (json.is_number_unsigned() && json.get<std::uint64_t>() > INT64_MAX) return Uint{json.get<std::uint64_t>()};
  if (json.is_number_integer()) return json.get<std::int64_t>();
  if (json.is_number_float()) return json.get<double>();
  if (json.is_string()) return texts_.emplace_back(json.get<std::string>());
  if (json.is_array()) {
    std::vector<Value> elements;
    for (const auto& element : json) elements.push_back(kept(element));
    const auto& list = lists_.emplace_back(std::move(elements));
    return List{list.data(), list.size()};
  }
  if (!json.is_object()) return {};
  std::vector<MapEntry> entries;
  for (const auto& [key, value] : json.items()) entries.push_back({texts_.emplace_back(key), kept(value)});
  const auto& map = maps_.emplace_back(std::move(entries));
  return Map{map.data(), map.size()};
}

Value Variables::kept(const Value& value) {
  if (const auto* text = value.get_if<std::string_view>()) return texts_.emplace_back(*text);
  if (const auto* bytes = value.get_if<Bytes>()) return Bytes{texts_.emplace_back(bytes->data)};
  if (const auto* list = value.get_if<List>()) {
    std::vector<Value> elements;
    for (const auto& element : *list) elements.push_back(kept(element));
    const auto& owned = lists_.emplace_back(std::move(elements));
    return List{owned.data(), owned.size()};
  }
  if (const auto* map = value.get_if<Map>()) {
    std::vector<MapEntry> entries;
    for (const auto& entry : *map) entries.push_back({kept(entry.key), kept(entry.value)});
    const auto& owned = maps_.emplace_back(std::move(entries));
    return Map{owned.data(), owned.size()};
  }
  return value;
}

Json json_of(const Value& value) { return value.visit(ToJson()); }

Json answer(std::string_view expression, const Variables& variables) {
  const auto compiled = Program::compile_untyped(expression, variables.schema());
  if (const auto* error = std::get_if<CompileError>(&compiled)) return error_of(error->message, error->column);
  const auto& program = std::get<Program>(compiled);
  const Evaluated outcome = program.evaluate(variables.record(), Instant());
  if (!outcome.ok()) return error_of(program.message(outcome), program.column(outcome));
  return {{"value", json_of(outcome.value())}, {"type", name_of(outcome.value().type())}};
}

std::string line_of(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

}  // namespace leakproof::rules
