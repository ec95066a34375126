// The public conformance cases of CEL that the subset promises, one JSON line each: testdata/README.md says where they come from.
#include <gtest/gtest.h>

#include <fstream>

#include "rules/json.h"
#include "rules/program.h"

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

TEST(Conformance, PublicCases) {
  std::ifstream file(LEAKPROOF_RULES_TESTDATA "/cel_conformance.jsonl");
  ASSERT_TRUE(file);
  std::size_t cases = 0;
  for (std::string line; std::getline(file, line); ++cases) {
    const Json test = Json::parse(line);
    Variables variables;
    add_variables(test, variables);
    const Json given = answer(test["expr"].get<std::string>(), variables);
    if (test.contains("error")) {
      EXPECT_TRUE(given.contains("error") && given["column"] >= 1) << test << "\n  gives " << given;
    } else {
      // As text, since 1 is not 1.0; the keys of a map in any order.
      const nlohmann::json wanted = {{"value", test["value"]}, {"type", test["type"]}};
      EXPECT_EQ(nlohmann::json(given).dump(), wanted.dump()) << test;
    }
  }
  EXPECT_GE(cases, 1000u);
}

}  // namespace
}  // namespace leakproof::rules
