#include "rules/functions.h"

#include <gtest/gtest.h>

#include "rules/schema.h"

namespace leakproof::rules {
namespace {

// The value of an expression without fields, its fault, or its compile error. The clock shows 2026-11-23T00:00:00Z.
std::string value_of(std::string_view text) {
  const Schema schema;
  const Instant now = std::chrono::sys_days(std::chrono::year(2026) / 11 / 23);
  const auto compiled = Program::compile(text, schema, Type::kDyn);
  if (const auto* error = std::get_if<CompileError>(&compiled)) return error->message;
  const auto outcome = std::get<Program>(compiled).evaluate(Record(schema), now);
  return outcome.ok() ? outcome.value().text() : outcome.reason();
}

struct Case {
  const char* text;
  const char* value;
};

TEST(Functions, FoldIsOfTheVersionThatTheSchemaSays) {
  Schema schema;
  schema.fold_by(text::FoldVersion::kFirst);
  const auto compiled = Program::compile("'Łódź, Hồ'.fold()", schema, Type::kString);
  EXPECT_EQ(std::get<Program>(compiled).evaluate(Record(schema), Instant()).value().text(), "\"łodzho\"");
}

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
      {"1 % 0", "modulus by zero"},
      {"9223372036854775807 + 1", "the number is too large"},
      {"-9223372036854775808 - 1", "the number is too large"},
      {"9223372036854775807 * 2", "the number is too large"},
      {"-9223372036854775808 / -1", "the number is too large"},
      {"-9223372036854775808 % -1", "the number is too large"},
      {"-9223372036854775807 % -1", "0"},
      {"-(-9223372036854775808)", "the number is too large"},
      {"int('+5') + int('-5')", "0"},
      {"uint('+5')", "the text is not such a number"},
      {"timestamp('2016-12-31T23:59:60Z')", "the text is no time such as 2026-02-17T08:00:00Z"},
      {"timestamp('2016-12-31t23:59:59Z')", "the text is no time such as 2026-02-17T08:00:00Z"},
      {"timestamp('2016-12-31T23:59:59z')", "the text is no time such as 2026-02-17T08:00:00Z"},
      {"int(1e19)", "the number is too large"},
      {"int(0.0 / 0.0)", "the number is too large"},

      {"'abc' < 'abd' && 'Z' < 'a' && 'a' <= 'a' && 'b' >= 'a' && 'b' > 'a' && 'a' != 'b'", "true"},
      {"true == !false", "true"},
      {"'Acme GmbH'.startsWith('Acme') && 'Acme GmbH'.endsWith('GmbH') && 'Acme GmbH'.contains('e G')", "true"},
      {"'Acme'.contains('acme')", "false"},
      {"'Hồ Chí Minh, SW1A 1AA'.fold()", "\"hochiminhsw1a1aa\""},
      {"'Łódź, Tromsø'.fold()", "\"lodztromso\""},
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
      {"now + duration('106000d') + duration('106000d')", "2607-05-02T00:00:00Z"},
      {"duration('-1h') - duration('-9223372036854775808ns')", "9223368436.854775808s"},
      {"int(duration('-1.5s'))", "-1500000000"},
      {"int(duration('-9223372036854775808ns'))", "-9223372036854775808"},
      {"timestamp('9999-12-31T23:59:59Z') + duration('1s')", "the time is out of range"},
  };
  for (const auto& c : cases) EXPECT_EQ(value_of(c.text), c.value) << c.text;
}

TEST(Functions, WhatAnEvaluationMakesIsBounded) {
  const std::string long_text = "'" + std::string(7000, 'A') + "'.lowerAscii()";
  EXPECT_EQ(value_of("(" + long_text + " + 'x').size()"), "7001");
  const std::string ten = "[1, 2, 3, 4, 5, 6, 7, 8, 9, 10]";
  const std::string thousand = ten + ".map(a, " + ten + ".map(b, " + ten + ".map(c, " + long_text + ")))";
  EXPECT_EQ(value_of(thousand + ".size()"), "the evaluation needs more than 256 KiB for the values it makes");
  const std::string square =
      ten + ".all(a, " + ten + ".all(b, " + ten + ".all(c, " + ten + ".all(d, " + ten + ".all(e, a > 0)))))";
  EXPECT_EQ(value_of(square), "the evaluation takes more than 100,000 steps");
  std::string list = "[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20]";
  for (int i = 0; i < 3; ++i) list = "[0].map(x, " + list + " + " + list + ")[0]";
  EXPECT_EQ(value_of(list + ".size()"), "160");
}

// Each step doubles what the value shows, and takes no room: nobody may look at all of it.
TEST(Functions, ValuesThatShareTheirPartsAreBounded) {
  std::string doubled = "[[1, 1]]";
  for (int i = 0; i < 90; ++i) doubled += ".map(v, [v, v])";
  constexpr const char* kTooMany = "the evaluation takes more than 100,000 steps";
  EXPECT_EQ(value_of(doubled), kTooMany);
  EXPECT_EQ(value_of(doubled + " == " + doubled), kTooMany);
  EXPECT_EQ(value_of("'a' in dyn(" + doubled + ")"), kTooMany);
  EXPECT_EQ(value_of("true || " + doubled + ".size() == 1"), "true");
}

TEST(Functions, LongTextsTakeSteps) {
  Schema schema;
  const Slot note = schema.add("note", Type::kString), items = schema.add("items", Type::kList, Type::kInt);
  const std::string text(1 << 20, 'a');
  const std::vector<Value> numbers(200, Value(1));
  Record record(schema);
  record.set(note, text);
  record.set(items, List{numbers.data(), numbers.size()});
  for (const auto* condition : {"note.contains('ab')", "note.matches('b|c$')", "note == ''", "note.size() < 0"}) {
    const auto compiled = Program::compile("items.all(i, !(" + std::string(condition) + "))", schema, Type::kBool);
    const auto outcome = std::get<Program>(compiled).evaluate(record, Instant());
    EXPECT_STREQ(outcome.ok() ? "" : outcome.reason(), "the evaluation takes more than 100,000 steps") << condition;
  }
}

}  // namespace
}  // namespace leakproof::rules
