#include "scoring/domain/engagement.h"

#include <algorithm>
#include <cmath>

#include "scoring/domain/model.h"

namespace leakproof::scoring {
namespace {

double faded(double points, Duration age, Duration half_life) {
  if (half_life <= Duration::zero() || age <= Duration::zero()) return points;
  return points * std::exp2(-static_cast<double>(age.count()) / static_cast<double>(half_life.count()));
}

}  // namespace

void add_touch(const TouchRule& rule, Instant at, std::vector<TouchSum>& sums) {
  auto sum = std::ranges::find(sums, rule.type, &TouchSum::type);
  if (sum == sums.end()) sum = sums.insert(sums.end(), TouchSum{rule.type, 0, at});
  const Instant latest = std::max(sum->at, at);
  sum->points = faded(sum->points, latest - sum->at, rule.half_life) + faded(rule.points, latest - at, rule.half_life);
  sum->at = latest;
}

std::optional<ScoreComponent> TouchRule::component(const ScoringInput& input) const {
  const auto sum = std::ranges::find(input.touches, type, &TouchSum::type);
  if (sum == input.touches.end()) return std::nullopt;
  return ScoreComponent{type, points_at(*this, *sum, input.now)};
}

double points_at(const TouchRule& rule, const TouchSum& sum, Instant now) {
  const double points = faded(sum.points, now - sum.at, rule.half_life);
  return rule.points_max > 0 ? std::clamp(points, -rule.points_max, rule.points_max) : points;
}

}  // namespace leakproof::scoring
