// What a lead is worth in one workspace: the rules of a score. Plain values, made once a configuration; points are on
// its own scale.
//
// Rules are of several kinds. A kind is a struct that holds what the configuration says of one rule, kSum, which names
// the sum its points count in, and component(), which says what the rule gives a lead, and nothing when it does not
// apply. The kinds are listed in Model::rules; README.md says what else a new one needs.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "base/time.h"
#include "rules/program.h"
#include "scoring/domain/score.h"

namespace leakproof::scoring {

// All touches of one type; engagement.h says how they add up.
struct TouchSum {
  std::string type;
  double points = 0;  // as of `at`, before the rule's bound
  Instant at;         // of the latest touch
};

// What a rule may look at.
struct ScoringInput {
  const rules::Record& lead;  // of the schema that the rule was compiled for
  const std::vector<TouchSum>& touches;
  Instant now;
};

struct FitRule {
  static constexpr double Score::*kSum = &Score::fit;
  std::string name;
  rules::Program when;  // over lead.*
  double points = 0;    // negative: speaks against the lead

  std::optional<ScoreComponent> component(const ScoringInput& input) const {
    if (!when.evaluate(input.lead, input.now).is_true()) return std::nullopt;
    return ScoreComponent{name, points};
  }
};

// The touch type that stands for each submission.
inline constexpr std::string_view kInquiryTouch = "inquiry";

struct TouchRule {
  static constexpr double Score::*kSum = &Score::engagement;
  std::string type;
  double points = 0;
  Duration half_life{};   // after it half of the points is left; zero: they stay
  double points_max = 0;  // bound of the size of this rule's sum; zero: none

  std::optional<ScoreComponent> component(const ScoringInput& input) const;  // engagement.h has the formula
};

struct Thresholds {  // total points from which on
  double warm_at = 0;
  double hot_at = 0;
  double mql_at = 0;
  double sql_at = 0;
};

struct Model {
  std::tuple<std::vector<FitRule>, std::vector<TouchRule>> rules;  // a score lists its components in this order
  Thresholds thresholds;

  template <class Rule>
  std::vector<Rule>& of() {
    return std::get<std::vector<Rule>>(rules);
  }
  bool has_rules() const;
  // Null for a type that gives no points.
  const TouchRule* touch_rule(std::string_view type) const;
};

}  // namespace leakproof::scoring
