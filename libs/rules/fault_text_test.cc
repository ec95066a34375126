#include "rules/fault_text.h"

#include <gtest/gtest.h>

#include "rules/json.h"
#include "rules/schema.h"

namespace leakproof::rules {
namespace {

std::string said(std::string_view expression) {
  Variables variables;
  const auto added = variables.add(nlohmann::ordered_json{{"lead", {{"country", "VN"}, {"owner", nullptr}}}, {"n", 1}});
  EXPECT_TRUE(added.ok());
  const auto given = answer(expression, variables);
  return given.value("error", given.dump());
}

TEST(FaultText, NamesTheTypesThatNoOverloadTakes) {
  const std::pair<const char*, const char*> cases[] = {
      {"n + 'a'", "'+' does not take int and string"},
      {"-lead.country", "'-' does not take string"},
      {"n[0]", "'[ ]' does not take int and int"},
      {"lead.owner > 3", "'>' does not take null_type and int"},
      {"lead.country.startsWith(1)", "'startsWith' does not take string and int"},
      {"n.matches('a')", "'matches' does not take int"},
      {"true && n", "'&&' does not take int"},
      {"n || false", "'||' does not take int"},
      {"n ? 1 : 2", "'?' does not take int"},
      {"[1].all(x, x)", "'all' does not take int"},
      {"n.exists(x, true)", "'exists' does not take int"},
      {"[1].exists_one(x, x)", "'exists_one' does not take int"},
      {"[1].filter(x, 'a')", "'filter' does not take string"},
      {"n.map(x, x)", "'map' does not take int"},
  };
  for (const auto& [expression, text] : cases) EXPECT_EQ(said(expression), text) << expression;
}

TEST(FaultText, AsksWhetherAnotherNameWasMeant) {
  const std::pair<const char*, const char*> cases[] = {
      {"lead.contry == 'VN'", "no such key 'contry', did you mean 'country'?"},
      {"lead['contry']", "no such key 'contry', did you mean 'country'?"},
      {"lead.budget", "no such key 'budget'"},
      {"lead.x", "no such key 'x'"},  // one letter is near every other
      {"{1: 2}[3]", "no such key"},
      {"{1: 2}.n", "no such key 'n'"},
      {"laed.country", "unknown field 'laed.country', did you mean 'lead'?"},
      {"m", "unknown field 'm'"},
      {"lead.country.strtsWith('V')", "unknown function 'strtsWith', did you mean 'startsWith'?"},
      {"sise(lead)", "unknown function 'sise', did you mean 'size'?"},
      {"startsWith('a', 'b')", "write x.startsWith(...)"},
      {"'2'.int()", "write int(...)"},
      {"all([1], x, true)", "write x.all(item, ...)"},
  };
  for (const auto& [expression, text] : cases) EXPECT_EQ(said(expression), text) << expression;
}

// What a decision records does not depend on it.
TEST(FaultText, ReasonsStayThemselves) {
  const Schema none;
  const auto compiled = Program::compile_untyped("1 + 'a'", none);
  EXPECT_STREQ(std::get<Program>(compiled).evaluate(Record(none), Instant()).reason(), "no such overload");
}

}  // namespace
}  // namespace leakproof::rules
