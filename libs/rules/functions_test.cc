#include "rules/functions.h"

#include <gtest/gtest.h>

namespace leakproof::rules {
namespace {

// The value of an expression without fields, its fault, or its compile error. The clock shows 2026-11-23T00:00:00Z.
std::string value_of(std::string_view text) {
  const Schema schema;
  const Instant now = std::chrono::sys_days(std::chrono::year(2026) / 11 / 23);
  std::string error;
  for (int type = 0; type <= static_cast<int>(Type::kDoubleList); ++type) {
    const auto compiled = Program::compile(text, schema, static_cast<Type>(type));
    if (const auto* program = std::get_if<Program>(&compiled)) {
      const auto outcome = program->evaluate(Record(schema), now);
      return outcome.ok() ? outcome.value().text() : outcome.reason();
    }
    error = std::get<CompileError>(compiled).message;
  }
  return error;
}

struct Case {
  const char* text;
  const char* value;
};

TEST(Functions, Table) {
  const std::vector<Case> cases = {
      {"7 / 2", "3"},
      {"-7 / 2", "-3"},
      {"-7 % 3", "-1"},
      {"7.0 / 2.0", "3.5"},
      {"1.0 / 0.0 > 1e308", "true"},
      {"0.0 / 0.0 == 0.0 / 0.0", "false"},
      {"- 5 + 3", "-2"},
      {"double(3) / 2", "1.5"},
      {"int(-2.9)", "-2"},

      {"1 / 0", "division by zero"},
      {"1 % 0", "division by zero"},
      {"9223372036854775807 + 1", "the number is too large"},
      {"-9223372036854775808 - 1", "the number is too large"},
      {"9223372036854775807 * 2", "the number is too large"},
      {"-9223372036854775808 / -1", "the number is too large"},
      {"-9223372036854775808 % -1", "0"},
      {"-(-9223372036854775808)", "the number is too large"},
      {"int(1e19)", "the number is too large"},
      {"int(0.0 / 0.0)", "the number is too large"},

      {"'abc' < 'abd' && 'Z' < 'a' && 'a' <= 'a' && 'b' >= 'a' && 'b' > 'a' && 'a' != 'b'", "true"},
      {"true == !false", "true"},
      {"'Acme GmbH'.startsWith('Acme') && 'Acme GmbH'.endsWith('GmbH') && 'Acme GmbH'.contains('e G')", "true"},
      {"'Acme'.contains('acme')", "false"},
      {"'ÄCME'.lowerAscii()", "\"Äcme\""},
      {"'a' + 'B'.lowerAscii() + 'c'", "\"abc\""},
      {"'phở'.size()", "3"},
      {"size('')", "0"},
      {"size([1, 2, 3]) + [1.5].size() + size(['a'])", "5"},
      {"'x@acme.vn'.matches('@acme\\\\.(vn|com)$')", "true"},
      {"'x@acme.vn'.matches(r'^acme')", "false"},
      {"'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!'.matches('(a+)+$')", "false"},

      {"'a' in ['a', 'b']", "true"},
      {"3 in [1, 2]", "false"},
      {"2.5 in [1, 2.5]", "true"},

      {"timestamp('2026-11-23T07:00:00+07:00') == now", "true"},
      {"now - timestamp('2026-11-22T00:00:00Z')", "1d"},
      {"now + duration('90m')", "2026-11-23T01:30:00Z"},
      {"duration('1h') + now - duration('30m')", "2026-11-23T00:30:00Z"},
      {"duration('1h') - duration('90m')", "-30m"},
      {"-duration('1h') < duration('0s')", "true"},
      {"now + duration('106751991d')", "the number is too large"},
  };
  for (const auto& c : cases) EXPECT_EQ(value_of(c.text), c.value) << c.text;
}

TEST(Functions, MadeTextsAreBounded) {
  const std::string half = "'" + std::string(7000, 'A') + "'.lowerAscii()";
  EXPECT_EQ(value_of("(" + half + " + 'x').size()"), "7001");
  EXPECT_EQ(value_of("(" + half + " + " + half + ").size()"), "the text is too long");
}

}  // namespace
}  // namespace leakproof::rules
