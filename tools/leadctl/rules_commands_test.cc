#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "leadctl/commands.h"

namespace leakproof::leadctl {
namespace {

struct Ran {
  std::string out;
  int status;
};

// The command line without its program name.
Ran run(std::vector<std::string> words) {
  std::ostringstream out, err;
  Session session(out, err, [] { return 1u; });
  CLI::App app("", "leadctl");
  app.fallthrough();
  add_rules_commands(app, session);
  std::ranges::reverse(words);
  try {
    app.parse(words);
  } catch (const CLI::ParseError& error) {
    return {error.get_name(), error.get_exit_code()};
  }
  return {out.str() + err.str(), static_cast<int>(session.exit_code)};
}

std::string file_of(const std::string& text) {
  static int files = 0;
  const auto path =
      std::filesystem::temp_directory_path() / ("rules_" + std::to_string(getpid()) + "_" + std::to_string(++files));
  std::ofstream(path) << text;
  return path;
}

TEST(RulesEval, PrintsValueAndTypeOrErrorAndColumn) {
  const struct {
    const char *expression, *printed;
    int status;
  } cases[] = {
      {"1 + 2", R"({"value":3,"type":"int"})", 0},
      {"-1", R"({"value":-1,"type":"int"})", 0},
      {"-(2u == 2.0 ? 1.5 : 2.0)", R"({"value":-1.5,"type":"double"})", 0},
      {"[1, 2, 3].filter(n, n > 1)", R"({"value":[2,3],"type":"list"})", 0},
      {"{'a': b'\\xff', 'b': type(1u)}", R"({"value":{"a":"/w==","b":"uint"},"type":"map"})", 0},
      {"timestamp('2026-02-17T08:00:00.5+07:00')", R"({"value":"2026-02-17T01:00:00.5Z","type":"timestamp"})", 0},
      {"duration('1h30m')", R"({"value":"5400s","type":"duration"})", 0},
      {"type(duration('1h'))", R"({"value":"google.protobuf.Duration","type":"type"})", 0},
      {"0.0 / 0.0", R"({"value":"NaN","type":"double"})", 0},
      {"'phở' + x", R"({"error":"unknown field 'x'","column":9})", 1},
      {"9223372036854775807 + 1", R"({"error":"the number is too large","column":21})", 1},
      {"(1", R"({"error":"expected ')'","column":3})", 1},
  };
  for (const auto& c : cases) {
    const auto ran = run({"rules", "eval", "--", c.expression});
    EXPECT_EQ(ran.out, std::string(c.printed) + "\n");
    EXPECT_EQ(ran.status, c.status) << c.expression;
  }
}

TEST(RulesEval, VariablesAreUntypedJson) {
  const auto variables = file_of(
      R"({"n": 3, "r": 2.5, "big": 18446744073709551615, "lead": {"tags": ["a", null], "owner": null}, "not a name": 1})");
  const auto value_of = [&](const std::string& expression) {
    return run({"rules", "eval", expression, "--vars", variables}).out;
  };
  EXPECT_EQ(value_of("n + 1"), "{\"value\":4,\"type\":\"int\"}\n");
  EXPECT_EQ(value_of("r > n || n > r"), "{\"value\":true,\"type\":\"bool\"}\n");
  EXPECT_EQ(value_of("type(big)"), "{\"value\":\"uint\",\"type\":\"type\"}\n");
  EXPECT_EQ(value_of("lead.owner == null && has(lead.owner) && !has(lead.none) && 'a' in lead.tags"),
            "{\"value\":true,\"type\":\"bool\"}\n");
  EXPECT_EQ(value_of("n + 'a'"), "{\"error\":\"'+' does not take int and string\",\"column\":3}\n");
  EXPECT_EQ(value_of("n + 'a' == 1 || n == 3"), "{\"value\":true,\"type\":\"bool\"}\n");
}

TEST(RulesEval, BatchPrintsALineEach) {
  const auto batch = file_of(
      "{\"expr\": \"x * 2\", \"vars\": {\"x\": 21}}\n"
      "\n"
      "{\"expr\": \"1 /\"}\r\n"
      "no JSON\n"
      "{\"vars\": {}}\n"
      "{\"expr\": \"x\", \"vars\": [1]}\n"
      "{\"expr\": \"[1].map(x, x + 1)\", \"vars\": null}");
  const auto ran = run({"rules", "eval", "--batch", batch});
  EXPECT_EQ(ran.out,
            "{\"value\":42,\"type\":\"int\"}\n"
            "{\"error\":\"a value is missing here\",\"column\":4}\n"
            "{\"error\":\"the line is no JSON object: byte 2 is not expected\",\"column\":0}\n"
            "{\"error\":\"the line has no \\\"expr\\\"\",\"column\":0}\n"
            "{\"error\":\"the variables are no JSON object\",\"column\":0}\n"
            "{\"value\":[2],\"type\":\"list\"}\n");
  EXPECT_EQ(ran.status, 0);
}

TEST(RulesEval, BatchGoesOnAfterHostileLines) {
  const auto deep = [](std::size_t levels) { return std::string(levels, '[') + std::string(levels, ']'); };
  const std::pair<std::string, std::string> lines[] = {
      {"{\"expr\": \"x.size()\", \"vars\": {\"x\": " + deep(99) + "}}", R"({"value":1,"type":"int"})"},
      {"{\"expr\": \"x\", \"vars\": {\"x\": " + deep(100'000) + "}}",
       R"({"error":"the line is no JSON object: it is nested too deeply: at most 100 levels","column":0})"},
      {std::string(100'000, '['), R"({"error":"the line is no JSON object: byte 100001 is missing","column":0})"},
      {R"({"expr": "x", "vars": {"x": 1e999}})",
       R"({"error":"the line is no JSON object: a number in it does not fit a double","column":0})"},
      {"{\"expr\": \"'\xff'\"}", R"({"error":"the line is no JSON object: byte 12 is not expected","column":0})"},
      {R"({"expr": "'\u0000'.size() + x", "vars": {"x": 9007199254740993}})",
       R"({"value":9007199254740994,"type":"int"})"},
      {R"({"expr": "[type(a), type(b)]", "vars": {"a": 18446744073709551616, "b": -9223372036854775809}})",
       R"({"value":["double","double"],"type":"list"})"},
      {"{\"expr\": \"" + std::string(1 << 20, '(') + "\"}", R"({"error":"the rule is longer than 16 KiB","column":1})"},
      {"{\"expr\": \"" + std::string(10'000, '(') + "\"}",
       R"({"error":"nested too deeply: at most 100 levels","column":100})"},
      {R"({"expr": "x.y.z == null", "vars": {"x": {"y": {"z": null}}}})", R"({"value":true,"type":"bool"})"},
  };
  std::string batch, answers;
  for (const auto& [line, answer] : lines) {
    batch += line + "\n";
    answers += answer + "\n";
  }
  EXPECT_EQ(run({"rules", "eval", "--batch", file_of(batch)}).out, answers);
}

TEST(RulesEval, RefusesAWrongCommandLineAndAFileThatIsNone) {
  EXPECT_EQ(run({"rules", "eval"}).out, "RequiredError");
  EXPECT_NE(run({"rules", "eval", "1", "--nonsense"}).status, 0);
  EXPECT_EQ(run({"rules", "eval", "1", "--vars", "/nowhere/at/all"}).status, static_cast<int>(ExitCode::kInput));
  EXPECT_EQ(run({"rules", "eval", "1", "--vars", file_of("[1]")}).status, static_cast<int>(ExitCode::kInput));
}

TEST(RulesCheck, SaysWhetherARuleIsLegal) {
  EXPECT_EQ(run({"rules", "check", "lead.country == 'VN'"}).out, "{\"type\":\"bool\"}\n");
  const auto wrong = run({"rules", "check", "lead.contry == 'VN'"});
  EXPECT_EQ(wrong.out, "{\"error\":\"unknown field 'lead.contry', did you mean 'lead.country'?\",\"column\":1}\n");
  EXPECT_EQ(wrong.status, 1);
}

}  // namespace
}  // namespace leakproof::leadctl
