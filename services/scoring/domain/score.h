// Lead + touches + now → score, with every point explained. Pure and total: a rule that faults gives no points.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"

namespace leakproof::rules {
class Record;
}

namespace leakproof::scoring {

struct Model;
struct TouchSum;

enum class Grade { kCold, kWarm, kHot };
std::string_view name_of(Grade grade);  // "cold", "warm", "hot"

struct ScoreComponent {
  std::string name;  // of the fit rule, or the touch type
  double points = 0;
  bool operator==(const ScoreComponent&) const = default;
};
struct Score {
  double total = 0;       // fit + engagement
  double fit = 0;         // what the lead is
  double engagement = 0;  // what the lead does
  Grade grade = Grade::kCold;
  std::vector<ScoreComponent> components;  // their sum is the total; in the order of the configuration
};

// `lead` is of the schema that the model was compiled for.
Score score(const Model& model, const rules::Record& lead, const std::vector<TouchSum>& touches, Instant now);

}  // namespace leakproof::scoring
