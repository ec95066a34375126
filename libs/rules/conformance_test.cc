// The public conformance cases of CEL that the subset promises, and answers of its reference implementation, one JSON
// line each: testdata/README.md says where they come from.
#include <gtest/gtest.h>

#include <fstream>

#include "rules/json.h"
#include "rules/program.h"
#include "rules/schema.h"

namespace leakproof::rules {
namespace {

using Json = nlohmann::ordered_json;

// A variable is written as an expression, since JSON has no uints, bytes and times.
void add_variables(const Json& test, Variables& variables) {
  const Json let = test.value("let", Json::object());
  for (const auto& [name, text] : let.items()) {
    const Schema none;
    const auto compiled = Program::compile_untyped(text.get<std::string>(), none);
    ASSERT_TRUE(std::holds_alternative<Program>(compiled)) << text;
    const auto outcome = std::get<Program>(compiled).evaluate(Record(none), Instant());
    ASSERT_TRUE(outcome.ok()) << text << ": " << outcome.reason();
    if (!Schema::is_path(name)) continue;  // `true` and the like: to be hidden by the literal
    const auto added = variables.add(name, outcome.value());
    ASSERT_TRUE(added.ok()) << added.error().message() << test;
  }
}

std::vector<Json> cases_of(const std::string& name) {
  std::ifstream file(LEAKPROOF_RULES_TESTDATA "/" + name);
  std::vector<Json> cases;
  for (std::string line; std::getline(file, line);) cases.push_back(Json::parse(line));
  return cases;
}

void expect_answer(const Json& test) {
  Variables variables;
  add_variables(test, variables);
  ASSERT_TRUE(variables.add(test.value("vars", Json::object())).ok()) << test;
  const Json given = answer(test["expr"].get<std::string>(), variables);
  if (test.contains("error")) {
    EXPECT_TRUE(given.contains("error") && given["column"] >= 1) << test << "\n  gives " << given;
  } else {
    // As text, since 1 is not 1.0; the keys of a map in any order.
    const nlohmann::json wanted = {{"value", test["value"]}, {"type", test["type"]}};
    EXPECT_EQ(nlohmann::json(given).dump(), wanted.dump()) << test;
  }
}

TEST(Conformance, PublicCases) {
  const auto cases = cases_of("cel_conformance.jsonl");
  EXPECT_GE(cases.size(), 1000u);
  for (const auto& test : cases) expect_answer(test);
}

TEST(Conformance, AnswersOfTheReferenceImplementation) {
  const auto cases = cases_of("cel_reference.jsonl");
  EXPECT_GE(cases.size(), 1000u);
  for (const auto& test : cases) expect_answer(test);
}

std::string outcome_of(const Compiled& compiled) {
  const Schema none;
  const auto outcome = std::get<Program>(compiled).evaluate(Record(none), Instant());
  return outcome.ok() ? json_of(outcome.value()).dump() : outcome.reason();
}

// What the checker of typed rules accepts gives the value that it has without types, but for a whole number that meets
// a double.
TEST(Conformance, TypesChangeNoValue) {
  const Schema none;
  std::size_t accepted = 0;
  for (const auto* name : {"cel_conformance.jsonl", "cel_reference.jsonl"}) {
    for (const auto& test : cases_of(name)) {
      const auto expression = test["expr"].get<std::string>();
      const auto typed = Program::compile(expression, none, Type::kDyn),
                 untyped = Program::compile_untyped(expression, none);
      if (!std::holds_alternative<Program>(typed)) continue;
      const auto without = outcome_of(untyped);
      if (without == "no such overload") continue;
      ++accepted;
      EXPECT_EQ(outcome_of(typed), without) << expression;
    }
  }
  EXPECT_GE(accepted, 700u);
}

}  // namespace
}  // namespace leakproof::rules
