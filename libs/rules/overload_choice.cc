// Tested by: libs/rules/check_test.cc
#include "rules/overload_choice.h"

#include <algorithm>
#include <string>
#include <string_view>

namespace leakproof::rules {
namespace {

using Types = std::vector<StaticType>;

std::string in_quotes(std::string_view word) { return "'" + std::string(word) + "'"; }
std::string shown_operator(const std::string& name) {
  return in_quotes(name == "negate" ? "-" : name == "[]" ? "[ ]" : name);
}

bool is_method(const Expression& call) { return call.kind == Expression::Kind::kMethod; }

std::span<const Overload> rows_of(const Expression& call) {
  const auto rows = std::ranges::equal_range(overloads_of(call.name), is_method(call), {},
                                             [](const Overload& row) { return row.form == Form::kMethod; });
  return {rows.begin(), rows.end()};
}

bool fits(const Overload& row, const Types& types) {
  return std::ranges::equal(row.parameters, types, [](Type parameter, const StaticType& type) {
    return parameter == Type::kDyn || type.dyn() || parameter == type.type;
  });
}

bool comparable_operands(const std::string& name, const Types& types) {
  if (name == "==" || name == "!=") return comparable(types[0], types[1]);
  if (name == "in") return types[1].dyn() || comparable(types[0], types[1].first());
  if (name == "[]" && types[0].type == Type::kMap) return comparable(types[1], types[0].first());
  return true;
}

StaticType result_of(const std::string& name, Type result, const Types& types) {
  if (name == "[]") return types[0].last();
  if (result == Type::kList && types.size() == 2) return joined(types[0], types[1]);
  return result;
}

std::string hint(const Types& types) {
  if (types.size() != 2) return "";
  const auto a = types[0].type, b = types[1].type;
  if (a == Type::kNull || b == Type::kNull) return ": has(lead.field) says whether a field is set";
  const bool mixed = (a == Type::kInt && b == Type::kDouble) || (a == Type::kDouble && b == Type::kInt);
  return mixed ? ": write double(x) around the int" : "";
}

std::string no_overload(const Expression& call, const Types& types) {
  const auto& name = call.name;
  if (overloads_of(name).empty()) {
    const auto nearest = nearest_function(name);
    return "unknown function " + in_quotes(name) +
           (nearest.empty() ? "" : ", did you mean " + in_quotes(nearest) + "?");
  }
  if (rows_of(call).empty()) return is_method(call) ? "write " + name + "(...)" : "write x." + name + "(...)";
  std::string all;
  for (const auto& type : types) all += (all.empty() ? "" : " and ") + shown(type);
  return shown_operator(name) + " does not take " + (all.empty() ? "nothing" : all) + hint(types);
}

}  // namespace

OverloadChoice choose_overload(const Expression& call, const std::vector<StaticType>& types) {
  const auto rows = rows_of(call);
  const auto takes = [&](const Overload& row) { return fits(row, types); };
  const auto row = std::ranges::find_if(rows, takes);
  if (row == rows.end() || !comparable_operands(call.name, types)) throw Refused{no_overload(call, types), call.at};
  const bool known = std::ranges::none_of(types, &StaticType::dyn);
  const bool one_result =
      std::ranges::all_of(rows, [&](const Overload& other) { return !takes(other) || other.result == row->result; });
  return {.rows = known ? std::span(&*row, 1) : rows,
          .known = known,
          .result = result_of(call.name, one_result ? row->result : Type::kDyn, types)};
}

}  // namespace leakproof::rules
