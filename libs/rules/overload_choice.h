// Which rows of the overload table a call may mean, by its name, its form and the types of its arguments, and what its
// author reads when there is none. Internal to rules.
#pragma once
#include <span>
#include <vector>

#include "rules/functions.h"
#include "rules/parse.h"
#include "rules/static_type.h"

namespace leakproof::rules {

struct OverloadChoice {
  // Where the types are known the one row that takes them; else all rows of the name, from which the evaluation picks.
  std::span<const Overload> rows;
  bool known;
  StaticType result;
};

// Throws Refused when no row may take the arguments. `types` has one entry for each argument of the call.
OverloadChoice choose_overload(const Expression& call, const std::vector<StaticType>& types);

}  // namespace leakproof::rules
