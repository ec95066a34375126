#include "scoring/domain/score.h"

#include "scoring/domain/engagement.h"
#include "scoring/domain/model.h"

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
  const ScoringInput input{lead, touches, now};
  const auto add = [&](const auto& rules) {
    for (const auto& rule : rules) {
      auto component = rule.component(input);
      if (!component) continue;
      score.*rule.kSum += component->points;
      score.components.push_back(*std::move(component));
    }
  };
  std::apply([&](const auto&... kinds) { (add(kinds), ...); }, model.rules);
  score.total = score.fit + score.engagement;
  score.grade = grade_of(score.total, model.thresholds);
  return score;
}

}  // namespace leakproof::scoring
