#include "rules/check.h"

#include <gtest/gtest.h>

#include "rules/program.h"
#include "rules/schema.h"

namespace leakproof::rules {
namespace {

Schema schema_of_leads() {
  Schema schema;
  schema.add("lead.country", Type::kString);
  schema.add("lead.budget", Type::kDouble);
  schema.add("lead.tags", Type::kList, Type::kString);
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
      {"score.total + lead.budget > 1.0", "13: '+' does not take int and double: write double(x) around the int"},
      {"lead.country == null",
       "14: '==' does not take string and null_type: has(lead.field) says whether a field is set"},
      {"lead.country", "1: this place needs bool, found string"},
      {"lead.country && true", "1: '&&' needs bool, found string"},
      {"true || score.total", "9: '||' needs bool, found int"},
      {"!score.total", "1: '!' does not take int"},
      {"-lead.country == 'x'", "1: '-' does not take string"},
      {"score.total ? true : false", "1: '?' needs bool, found int"},
      {"true ? true : 1", "15: the value after ':' needs bool, found int"},

      {"lead.country in 'VN'", "14: 'in' does not take string and string"},
      {"lead.country in [1, 2]", "14: 'in' does not take string and list(int)"},
      {"1 in lead.tags", "3: 'in' does not take int and list(string)"},
      {"lead.tags[0] > 1", "14: '>' does not take string and int"},
      {"lead.tags['a'] == 'x'", "10: '[ ]' does not take list(string) and string"},
      {"{'a': 1}['a'] == 'x'", "15: '==' does not take int and string"},

      {"lead.tags.all(t, t > 1)", "20: '>' does not take string and int"},
      {"lead.tags.exists(t, t)", "21: 'exists' needs bool, found string"},
      {"lead.tags.map(t, t.size()) == ['a']", "28: '==' does not take list(int) and list(string)"},
      {"lead.country.all(c, true)", "14: 'all' needs a list or a map, found string"},
      {"lead.tags.all(1, true)", "15: all() names its variable first: x.all(item, ...)"},
      {"lead.tags.all(true)", "11: write x.all(item, ...)"},
      {"[1].all(a, [1].all(b, [1].all(c, [1].all(d, [1].all(e, [1].all(f, [1].all(g, [1].all(h, [1].all(i, "
       "true)))))))))",
       "93: macros are nested too deeply: at most 8 levels"},

      {"lead.country.startWith('V')", "14: unknown function 'startWith', did you mean 'startsWith'?"},
      {"startsWith(lead.country, 'V')", "1: write x.startsWith(...)"},
      {"lead.country.startsWith()", "14: 'startsWith' does not take string"},
      {"size() > 1", "1: 'size' does not take nothing"},
      {"lead.country.double() > 1.0", "14: write double(...)"},
      {"lead.country.size().x == 1", "21: 'x' is no field: only maps and paths such as lead.country have fields"},
      {"lead.country.matches(lead.country)", "14: matches() takes one string literal, the regular expression"},
      {"lead.country.matches('(')", "22: the regular expression is not valid: missing ): ("},
      {"lead.created.getHours('Europe/Berlim') > 8", "23: there is no time zone 'Europe/Berlim'"},
      {"lead.country.custom == 'x'", "1: unknown field 'lead.country.custom'"},
      {"for == 1", "1: 'for' is a reserved word"},
      {"now > timestamp('yesterday')", "17: the text is no time such as 2026-02-17T08:00:00Z"},
      {"now - lead.created > duration('5 minutes')",
       "31: the text is no duration such as 5m, 1h30m or 1.5s, or is out of range"},
  };
  for (const auto& c : cases) EXPECT_EQ(error_of(c.text), c.error) << c.text;
}

TEST(Check, WholeNumberLiteralsMeetDoubles) {
  for (const auto* legal : {"lead.budget >= 1000", "1000 < lead.budget", "lead.budget in [1, 2.5]",
                            "lead.budget in [1, 2]", "lead.budget * 2 > 1"}) {
    EXPECT_EQ(error_of(legal), "") << legal;
  }
  EXPECT_EQ(error_of("5", Type::kDouble), "");
  EXPECT_EQ(error_of("lead.budget > 1 ? 2 : 0.5", Type::kDouble), "");
  EXPECT_EQ(error_of("score.total", Type::kDouble), "1: this place needs double, found int");
}

}  // namespace
}  // namespace leakproof::rules
