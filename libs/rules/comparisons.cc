// Tested by: libs/rules/functions_test.cc
#include "rules/functions.h"

namespace leakproof::rules {
namespace {

Evaluated same(const Value* a, Scratch&) { return Value(equal(a[0], a[1])); }
Evaluated different(const Value* a, Scratch&) { return Value(!equal(a[0], a[1])); }
Evaluated inverted(const Value* a, Scratch&) { return Value(!a[0].as<bool>()); }

struct Less {
  static bool holds(std::partial_ordering order) { return order < 0; }
};
struct LessOrEqual {
  static bool holds(std::partial_ordering order) { return order <= 0; }
};
struct Greater {
  static bool holds(std::partial_ordering order) { return order > 0; }
};
struct GreaterOrEqual {
  static bool holds(std::partial_ordering order) { return order >= 0; }
};
template <class Test>
Evaluated ordered(const Value* a, Scratch&) {
  return Value(Test::holds(*order(a[0], a[1])));
}

template <class Test>
void add_order(Overloads& table, std::string_view name) {
  constexpr Type kNumbers[] = {Type::kInt, Type::kUint, Type::kDouble};
  for (const auto a : kNumbers) {
    for (const auto b : kNumbers) table.push_back({name, Form::kOperator, {a, b}, Type::kBool, ordered<Test>});
  }
  for (const auto type : {Type::kBool, Type::kString, Type::kBytes, Type::kTimestamp, Type::kDuration}) {
    table.push_back({name, Form::kOperator, {type, type}, Type::kBool, ordered<Test>});
  }
}

}  // namespace

void add_comparisons(Overloads& table) {
  table.push_back({"==", Form::kOperator, {Type::kDyn, Type::kDyn}, Type::kBool, same});
  table.push_back({"!=", Form::kOperator, {Type::kDyn, Type::kDyn}, Type::kBool, different});
  table.push_back({"!", Form::kOperator, {Type::kBool}, Type::kBool, inverted});
  add_order<Less>(table, "<");
  add_order<LessOrEqual>(table, "<=");
  add_order<Greater>(table, ">");
  add_order<GreaterOrEqual>(table, ">=");
}

}  // namespace leakproof::rules
