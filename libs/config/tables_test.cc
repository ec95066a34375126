#include "config/tables.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "config/compile.h"
#include "config/files.h"
#include "config/limits.h"

namespace leakproof::config {
namespace {

using ::testing::HasSubstr;

// With `tables`, `rules` and the text of t.csv.
std::string workspace(const std::string& tables, const std::string& rules, const std::string& csv) {
  std::string yaml =
      "workspace: w\nzone: UTC\nmembers: [{id: lan, name: Lan}]\npools: [{id: p, members: [lan]}, {id: q, members: "
      "[lan]}]\n"
      "fallback: {pool: p}\njourneys: [{id: cold, trigger: routed, steps: [{id: s, wait: 1d}]}, {id: lost, trigger: "
      "lost, steps: "
      "[{id: s, wait: 1d}]}]\n";
  yaml += "tables: " + tables + "\nrules: " + rules + "\n";
  return std::get<std::string>(with_files(yaml, [&](const std::string&) { return std::optional(csv); }));
}
std::string problems_of(const std::string& yaml) { return format_problems("w", compile_workspace(yaml).problems); }

constexpr const char* kTable = "[{id: t, file: t.csv}]";
constexpr const char* kRules =
    "[{id: first, when: lead.is_test, to: {pool: q}}, {table: t}, {id: last, when: lead.consent, to: {pool: q}}]";

TEST(Tables, StandAmongTheRulesWhereTheAuthorPutsThem) {
  const auto compiled = compile_workspace(workspace(kTable, kRules, "country,pool,journey\nVN,p\nTH,,cold\n"));
  ASSERT_TRUE(compiled.ok()) << format_problems("w", compiled.problems);
  std::string rules;
  for (const auto& rule : compiled.workspace.rules())
    rules += rule.rule_id() + "@" + std::to_string(rule.line()) + " " + rule.when() + " " + rule.pool_id() +
             rule.journey_id() + "\n";
  EXPECT_EQ(rules,
            "first@8 lead.is_test q\nt:row-2@2 lead.country == \"VN\" p\nt:row-3@3 lead.country == "
            "\"TH\" cold\nlast@8 "
            "lead.consent q\n");
  EXPECT_EQ(compiled.workspace.tables(0).file(), "t.csv");
}

TEST(Tables, HitMostSpecificOrdersTheRows) {
  const auto compiled = compile_workspace(
      workspace("[{id: t, file: t.csv, hit: most_specific}]", "[{table: t}]", "country,region,pool\nVN,,p\nVN,HN,q\n"));
  ASSERT_TRUE(compiled.ok());
  EXPECT_EQ(compiled.workspace.rules(0).rule_id(), "t:row-3");
  EXPECT_EQ(compiled.workspace.rules(1).rule_id(), "t:row-2");
}

TEST(Tables, ARowIsInForceFromAndUntil) {
  const auto compiled =
      compile_workspace(workspace(kTable, kRules, "country,from,until,pool\nVN,2026-02-01,,p\nTH,,2026-02-02,p\n"));
  ASSERT_TRUE(compiled.ok()) << format_problems("w", compiled.problems);
  EXPECT_EQ(compiled.workspace.rules(1).from_micros(), 1'769'904'000'000'000);
  EXPECT_EQ(compiled.workspace.rules(1).until_micros(), 0);
  EXPECT_EQ(compiled.workspace.rules(2).until_micros(), 1'769'990'400'000'000);
  EXPECT_EQ(problems_of(workspace(kTable, kRules, "from,until,pool\n2026-02-02,2026-02-01,p\nsoon,,p\n")),
            "t.csv:2:2: until: must be after from\n"
            "t.csv:3:1: from: expected a date such as 2026-12-01, or a time such as 2026-12-01T08:00 or "
            "2026-12-01T08:00:00+07:00\n");
  EXPECT_EQ(problems_of(workspace(kTable, kRules, "from,until,pool\n2026-02-02,2026-02-01,p\n")),
            "t.csv:2:2: until: must be after from\n");
}

TEST(Tables, EveryProblemNamesItsFileRowAndCell) {
  EXPECT_EQ(problems_of(workspace(kTable, kRules, "country,pool,journey\nVN,pp\nTH,lan\nVN,,lost\n*x,p\n")),
            "t.csv:2:2: pool: no pool 'pp'; did you mean 'p'?\n"
            "t.csv:3:2: pool: 'lan' is a member: rows lead to pools, so that the table stays when people come and go\n"
            "t.csv:4:3: journey: no journey 'lost' with trigger routed\n"
            "t.csv:5:1: country: a '*' stands at the end only, as in 70*\n");
}

TEST(Tables, WhatIsWrongAroundThem) {
  const std::string csv = "country,pool\nVN,p\n";
  const auto told = [&](const std::string& tables, const std::string& rules) {
    return problems_of(workspace(tables, rules, csv));
  };
  EXPECT_EQ(told(kTable, "[]"),
            "w:7:10: tables[0]: no rule leads here: put {table: t} among the rules, where its rows shall stand\n");
  EXPECT_EQ(told(kTable, "[{table: t}, {table: t}]"),
            "w:8:29: rules[1].table: 't' stands among the rules already: keep one\n");
  EXPECT_THAT(told(kTable, "[{table: tt}]"), HasSubstr("rules[0].table: no table 'tt'; did you mean 't'?\n"));
  EXPECT_THAT(told(kTable, "[{table: t, when: lead.consent}]"),
              HasSubstr("rules[0].when: a table stands alone: take this out\n"));
  EXPECT_THAT(told(kTable, "[{table: t}, {id: x, when: lead.consent}]"),
              HasSubstr("rules[1].to: 'to' is missing here: add it\n"));
  EXPECT_THAT(told("[{id: t, file: t.csv}, {id: t, file: u.csv}]", "[{table: t}]"),
              HasSubstr("tables[1].id: 't' is taken"));
  EXPECT_THAT(told("[{id: t, file: ../t.csv}]", "[{table: t}]"),
              HasSubstr("tables[0].file: expected a file beside this one"));
  EXPECT_THAT(told("[{id: t, file: t.csv, hit: best}]", "[{table: t}]"),
              HasSubstr("tables[0].hit: expected one of first, most_specific"));
}

TEST(Tables, AFileThatIsNotThereIsNamed) {
  const std::string yaml = "tables: [{id: t, file: t.csv}]\n";
  const auto none = with_files(yaml, [](const std::string&) { return std::nullopt; });
  EXPECT_EQ(format_problems("w", std::get<std::vector<Problem>>(none)),
            "w:1:24: tables[0].file: 't.csv' cannot be read: it is looked for beside the workspace file\n");
  EXPECT_THAT(problems_of(yaml), HasSubstr("w:1:24: tables[0].file: 't.csv' is not among 'files': leadctl reads"));
}

// Five thousand rows as a sales team has them: inside every limit, text and record alike.
TEST(Tables, FiveThousandRowsFit) {
  std::string csv = "country,province,district,postal_code,language,pool\n";
  for (int i = 0; i < 5000; ++i)
    csv += "VN,Thành phố Hồ Chí Minh,Quận " + std::to_string(i) + "," + std::to_string(70000 + i) + "*,vi|en,p\n";
  const std::string yaml = workspace(kTable, kRules, csv);
  const auto compiled = compile_workspace(yaml);
  ASSERT_TRUE(compiled.ok()) << format_problems("w", compiled.problems);
  EXPECT_EQ(compiled.workspace.rules_size(), 5002);
  EXPECT_LT(yaml.size(), kTextMax);
  EXPECT_LT(compiled.workspace.ByteSizeLong(), kCompiledMax);
}

TEST(Tables, TheExampleIsValid) {
  const auto read = [](const std::string& name) -> std::optional<std::string> {
    std::ifstream file(EXAMPLES "/" + name);
    return std::string{std::istreambuf_iterator<char>(file), {}};
  };
  const auto compiled = compile_workspace(std::get<std::string>(with_files(*read("territories.yaml"), read)));
  ASSERT_TRUE(compiled.ok()) << format_problems("territories.yaml", compiled.problems);
  EXPECT_EQ(compiled.workspace.rules(0).rule_id(), "accounts:enterprise");
  EXPECT_EQ(compiled.workspace.rules(3).rule_id(), "territories:thu-duc");
  EXPECT_EQ(compiled.workspace.rules(9).rule_id(), "territories:dach");
}

TEST(Tables, BeyondALimitIsRefusedWithItsNumber) {
  std::string csv = "country,pool\n";
  for (std::size_t i = 0; i <= kTableRowsMax; ++i) csv += "VN,p\n";
  EXPECT_THAT(problems_of(workspace(kTable, kRules, csv)),
              HasSubstr("t.csv:1:1: more than 20000 rows: split the table"));
  csv = "country,region,district,city,postal_code,pool\n";
  for (int i = 0; i < 9000; ++i) csv += "VN,a long name,a long name,a long name,a long name,p\n";
  EXPECT_THAT(problems_of(workspace(kTable, kRules, csv)),
              HasSubstr("bytes when tables are written out, more than 1310720: fewer rows"));
}

}  // namespace
}  // namespace leakproof::config
