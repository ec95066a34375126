#include "rules/check.h"

#include <gtest/gtest.h>

#include "rules/program.h"

namespace leakproof::rules {
namespace {

Schema schema_of_leads() {
  Schema schema;
  schema.add("lead.country", Type::kString);
  schema.add("lead.budget", Type::kDouble);
  schema.add("lead.tags", Type::kStringList);
  schema.add("lead.created", Type::kTimestamp);
  schema.add("score.total", Type::kInt);
  return schema;
}
// "" when the rule is legal, else "column: message".
std::string error_of(std::string_view text, Type expected = Type::kBool) {
  const auto compiled = Program::compile(text, schema_of_leads(), expected);
  const auto* error = std::get_if<CompileError>(&compiled);
  return error ? std::to_string(error->column) + ": " + error->message : "";
}

struct Case {
  const char* text;
  const char* error;
};

TEST(Check, Errors) {
  const std::vector<Case> cases = {
      {"lead.contry == 'VN'", "1: unknown field 'lead.contry', did you mean 'lead.country'?"},
      {"true && session.referrer == 'x'", "9: unknown field 'session.referrer'"},
      {"has(lead.contry)", "5: unknown field 'lead.contry', did you mean 'lead.country'?"},
      {"has(1)", "1: has() asks for one field: has(lead.country)"},

      {"lead.country == 5", "14: '==' does not take string and int"},
      {"lead.country + 1 == 'x'", "14: '+' does not take string and int"},
      {"'é' == 'é' && lead.country > 5", "28: '>' does not take string and int"},
      {"score.total > lead.budget", "13: '>' does not take int and double: write double(x) around the int"},
      {"lead.country", "1: this place needs bool, found string"},
      {"lead.country && true", "1: '&&' needs bool, found string"},
      {"true || score.total", "9: '||' needs bool, found int"},
      {"!score.total", "1: '!' does not take int"},
      {"-lead.country == 'x'", "1: '-' does not take string"},
      {"score.total ? true : false", "1: '?' needs bool, found int"},
      {"true ? true : 1", "15: the value after ':' needs bool, found int"},

      {"lead.country in 'VN'", "14: 'in' does not take string and string"},
      {"lead.country in []", "17: an empty list contains nothing: name at least one element"},
      {"lead.country in ['a', 1]", "23: this list needs string, found int"},
      {"lead.country in [lead.country]", "18: a list holds literals only"},
      {"true in [true]", "9: a list holds strings, ints or doubles"},

      {"lead.country.startWith('V')", "14: unknown function 'startWith'"},
      {"startsWith(lead.country, 'V')", "1: write x.startsWith(...)"},
      {"lead.country.startsWith()", "14: 'startsWith' does not take string"},
      {"size() > 1", "1: 'size' does not take nothing"},
      {"lead.country.double() > 1.0", "14: write double(...)"},
      {"lead.country.size().x == 1", "21: 'x' is no field: only paths such as lead.country have fields"},
      {"lead.country.matches(lead.country)", "14: matches() takes one string literal, the regular expression"},
      {"lead.country.matches('(')", "22: the regular expression is not valid: missing ): ("},
      {"matches('a', 'b')", "1: write x.matches(...)"},
      {"now > timestamp('yesterday')", "17: 'yesterday' is not a time such as 2026-02-17T08:00:00Z"},
      {"now > timestamp(lead.country)", "7: timestamp() takes one string literal"},
      {"now - lead.created > duration('5 minutes')", "31: '5 minutes' is not a duration such as 5m, 1h30m, 2d or 500ms"},
  };
  for (const auto& c : cases) EXPECT_EQ(error_of(c.text), c.error) << c.text;
}

TEST(Check, WholeNumberLiteralsMeetDoubles) {
  for (const auto* legal :
       {"lead.budget >= 1000", "1000 < lead.budget", "lead.budget in [1, 2.5]", "lead.budget in [1, 2]", "lead.budget * 2 > 1"}) {
    EXPECT_EQ(error_of(legal), "") << legal;
  }
  EXPECT_EQ(error_of("5", Type::kDouble), "");
  EXPECT_EQ(error_of("lead.budget > 1 ? 2 : 0.5", Type::kDouble), "");
  EXPECT_EQ(error_of("score.total", Type::kDouble), "1: this place needs double, found int");
}

}  // namespace
}  // namespace leakproof::rules
