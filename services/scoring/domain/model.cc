// Tested by: services/scoring/domain/score_test.cc
#include "scoring/domain/model.h"

#include <algorithm>

namespace leakproof::scoring {

bool Model::has_rules() const {
  return std::apply([](const auto&... kinds) { return (!kinds.empty() || ...); }, rules);
}

const TouchRule* Model::touch_rule(std::string_view type) const {
  const auto& touches = std::get<std::vector<TouchRule>>(rules);
  const auto found = std::ranges::find(touches, type, &TouchRule::type);
  return found == touches.end() ? nullptr : &*found;
}

}  // namespace leakproof::scoring
