// Tested by: libs/rules/functions_test.cc
#include <algorithm>

#include "rules/functions.h"

namespace leakproof::rules {
namespace {

constexpr const char* kNoIndex = "the index is outside the list";

Evaluated joined(const Value* a, Scratch& scratch) {
  const auto first = a[0].as<List>(), second = a[1].as<List>();
  const auto count = first.size() + second.size();
  if (count > kListMax) return Evaluated::fault(kListTooLong);
  auto* out = scratch.take_array<Value>(count);
  if (out == nullptr) return Evaluated::fault(kNoRoom);
  std::uninitialized_copy(second.begin(), second.end(), std::uninitialized_copy(first.begin(), first.end(), out));
  return Value(List{out, count});
}

Evaluated in_list(const Value* a, Scratch&) {
  return Value(std::ranges::any_of(a[1].as<List>(), [&](const Value& element) { return equal(element, a[0]); }));
}
Evaluated in_map(const Value* a, Scratch&) { return Value(find(a[1].as<Map>(), a[0]) != nullptr); }

Evaluated element(const Value* a, Scratch&) {
  const auto& list = a[0].as<List>();
  const auto& index = a[1];
  const auto at = order(index, Value(0));
  if (!at) return Evaluated::fault(kNoOverload);
  const bool inside = *at >= 0 && *order(index, Value(list.size())) < 0;
  if (!inside) return Evaluated::fault(kNoIndex);
  const auto place = index.type() == Type::kInt    ? static_cast<std::size_t>(index.as<std::int64_t>())
                     : index.type() == Type::kUint ? index.as<Uint>().value
                                                   : static_cast<std::size_t>(index.as<double>());
  if (!equal(index, Value(place))) return Evaluated::fault(kNoIndex);  // a fraction
  return list[place];
}
Evaluated of_key(const Value* a, Scratch&) {
  const Value* value = find(a[0].as<Map>(), a[1]);
  return value == nullptr ? Evaluated::fault(kNoKey) : Evaluated(*value);
}

Evaluated list_length(const Value* a, Scratch&) { return Value(static_cast<std::int64_t>(a[0].as<List>().size())); }
Evaluated map_length(const Value* a, Scratch&) { return Value(static_cast<std::int64_t>(a[0].as<Map>().size())); }

}  // namespace

void add_collections(Overloads& table) {
  table.insert(table.end(), {{"+", Form::kOperator, {Type::kList, Type::kList}, Type::kList, joined},
                             {"in", Form::kOperator, {Type::kDyn, Type::kList}, Type::kBool, in_list},
                             {"in", Form::kOperator, {Type::kDyn, Type::kMap}, Type::kBool, in_map},
                             {"[]", Form::kOperator, {Type::kMap, Type::kDyn}, Type::kDyn, of_key}});
  for (const auto index : {Type::kInt, Type::kUint, Type::kDouble}) {
    table.push_back({"[]", Form::kOperator, {Type::kList, index}, Type::kDyn, element});
  }
  for (const auto form : {Form::kFunction, Form::kMethod}) {
    table.push_back({"size", form, {Type::kList}, Type::kInt, list_length});
    table.push_back({"size", form, {Type::kMap}, Type::kInt, map_length});
  }
}

}  // namespace leakproof::rules
