// Tested by: libs/rules/check_test.cc
#include "rules/static_type.h"

#include <algorithm>

namespace leakproof::rules {

std::string shown(const StaticType& type) {
  std::string text(name_of(type.type));
  if (type.parts.empty()) return text;
  text += "(" + shown(type.first());
  if (type.type == Type::kMap) text += ", " + shown(type.last());
  return text + ")";
}

bool comparable(const StaticType& a, const StaticType& b) {
  if (a.dyn() || b.dyn() || (a.number() && b.number())) return true;
  if (a.type != b.type) return false;
  return a.parts.empty() || b.parts.empty() || std::ranges::equal(a.parts, b.parts, comparable);
}

StaticType joined(const StaticType& a, const StaticType& b) {
  if (a == b) return a;
  return a.type == b.type ? StaticType(a.type) : StaticType();
}

}  // namespace leakproof::rules
