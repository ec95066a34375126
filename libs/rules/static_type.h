// What the checker knows of a value before there is one. Internal to rules.
#pragma once
#include <string>
#include <vector>

#include "rules/value.h"

namespace leakproof::rules {

struct StaticType {
  StaticType(Type of_values = Type::kDyn) : type(of_values) {}
  StaticType(Type of_values, std::vector<StaticType> of_parts) : type(of_values), parts(std::move(of_parts)) {}
  bool operator==(const StaticType&) const = default;
  bool dyn() const { return type == Type::kDyn; }
  bool number() const { return type == Type::kInt || type == Type::kUint || type == Type::kDouble; }
  // Of a list its elements, of a map its keys; kDyn when nothing is known.
  StaticType first() const { return parts.empty() ? StaticType() : parts.front(); }
  // Of a map its values.
  StaticType last() const { return parts.empty() ? StaticType() : parts.back(); }

  Type type;
  std::vector<StaticType> parts;  // of a list one, of a map two; empty = any
};

// "string", "list(string)", "map(string, dyn)".
std::string shown(const StaticType& type);
// Whether a value of one may equal a value of the other: numbers do whatever their types, what is not known may.
bool comparable(const StaticType& a, const StaticType& b);
// What a value is that is of one or the other.
StaticType joined(const StaticType& a, const StaticType& b);

}  // namespace leakproof::rules
