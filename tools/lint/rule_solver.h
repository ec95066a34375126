// Questions about rules that boxes leave open, to Z3. What it throws, and what takes it too long, is no answer.
// Internal to lint.
#pragma once
#include <map>
#include <optional>
#include <vector>

#include "lint/formulas.h"
#include "lint/lint.h"

namespace leakproof::router {

class RuleSolver {
 public:
  // Both outlive it.
  RuleSolver(const Routing& routing, const LintOptions& options)
      : routing_(routing), options_(options), formulas_(routing.schema) {}

  enum class Answer { kPossible, kImpossible, kUnknown };
  // A lead that rule `taken_by` takes, when there is one, and none of `left_by`.
  struct Question {
    std::optional<std::size_t> taken_by;
    std::vector<std::size_t> left_by;
    bool from_outside = false;  // no journey has handed the lead back
  };
  // `lead`: set when it is possible, where it is asked for.
  Answer ask(const Question& question, std::optional<Witness>* lead = nullptr);
  int unknown() const { return unknown_; }
  void count_unknown() { ++unknown_; }

 private:
  Answer answer(const Question& question, std::optional<Witness>* lead);
  const z3::expr& taken(std::size_t place);
  z3::expr admits(const Rule& rule);
  void add_scores(z3::solver& solver);

  const Routing& routing_;
  const LintOptions& options_;
  Formulas formulas_;
  std::map<std::size_t, z3::expr> taken_;
  std::map<JourneyId, int> journeys_;
  int unknown_ = 0;
};

}  // namespace leakproof::router
