// Tested by: services/scoring/domain/score_test.cc
#include "scoring/domain/model.h"

#include <algorithm>

namespace leakproof::scoring {

const TouchRule* Model::touch_rule(std::string_view type) const {
  const auto found =
      std::find_if(touches.begin(), touches.end(), [&](const TouchRule& rule) { return rule.type == type; });
  return found == touches.end() ? nullptr : &*found;
}

}  // namespace leakproof::scoring
