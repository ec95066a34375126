#include "lint/rule_solver.h"

#include <gtest/gtest.h>

namespace leakproof::router {
namespace {

TEST(RuleSolver, WhatIsThrownIsNoAnswer) {
  const Routing routing;
  LintOptions options;
  options.out_of_time = []() -> bool { throw z3::exception("out of memory"); };  // asked where Z3 is
  RuleSolver solver(routing, options);
  EXPECT_EQ(solver.ask({}), RuleSolver::Answer::kUnknown);
  EXPECT_EQ(solver.unknown(), 1);
}

}  // namespace
}  // namespace leakproof::router
