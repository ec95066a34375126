// What a lead is worth in one workspace: the rules of a score. Plain values, made once a configuration; points are on
// its own scale.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "rules/program.h"

namespace leakproof::scoring {

// The touch type that stands for each submission.
inline constexpr std::string_view kInquiryTouch = "inquiry";

struct FitRule {
  std::string name;
  rules::Program when;  // over lead.*
  double points = 0;    // negative: speaks against the lead
};

struct TouchRule {
  std::string type;
  double points = 0;
  Duration half_life{};   // after it half of the points is left; zero: they stay
  double points_max = 0;  // bound of the size of this rule's sum; zero: none
};

struct Thresholds {  // total points from which on
  double warm_at = 0;
  double hot_at = 0;
  double mql_at = 0;
  double sql_at = 0;
};

struct Model {
  std::vector<FitRule> fit;
  std::vector<TouchRule> touches;
  Thresholds thresholds;
  // Null for a type that gives no points.
  const TouchRule* touch_rule(std::string_view type) const;
};

}  // namespace leakproof::scoring
