#include "scoring/domain/score.h"

#include <algorithm>

namespace leakproof::scoring {
namespace {

Grade grade_of(double total, const Thresholds& thresholds) {
  if (total >= thresholds.hot_at) return Grade::kHot;
  return total >= thresholds.warm_at ? Grade::kWarm : Grade::kCold;
}

}  // namespace

std::string_view name_of(Grade grade) {
  switch (grade) {
    case Grade::kCold:
      return "cold";
    case Grade::kWarm:
      return "warm";
    case Grade::kHot:
      return "hot";
  }
  return "cold";
}

Score score(const Model& model, const rules::Record& lead, const std::vector<TouchSum>& touches, Instant now) {
  Score score;
  for (const auto& rule : model.fit) {
    if (!rule.when.evaluate(lead, now).is_true()) continue;
    score.fit += rule.points;
    score.parts.push_back({rule.name, rule.points});
  }
  for (const auto& rule : model.touches) {
    const auto sum =
        std::find_if(touches.begin(), touches.end(), [&](const TouchSum& one) { return one.type == rule.type; });
    if (sum == touches.end()) continue;
    const double points = points_at(rule, *sum, now);
    score.engagement += points;
    score.parts.push_back({rule.type, points});
  }
  score.total = score.fit + score.engagement;
  score.grade = grade_of(score.total, model.thresholds);
  return score;
}

}  // namespace leakproof::scoring
