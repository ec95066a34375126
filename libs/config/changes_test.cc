#include "config/changes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "config/compile.h"

namespace leakproof::config {
namespace {

using testing::ElementsAre;

constexpr const char* kYaml = R"(workspace: w
zone: Europe/Berlin
sources: [{id: site, kind: json}]
scoring: {warm_at: 20, hot_at: 50}
members: [{id: lan, name: Lan, daily_max: 5}, {id: minh, name: Minh}]
pools:
  - {id: desk, members: [{member: lan, weight: 2}, minh], sla: {respond_within: 5m}}
fallback: {pool: desk}
rules:
  - {id: a, when: lead.country == "DE", to: {pool: desk}}
  - {id: b, when: lead.country == "AT", to: {pool: desk}}
  - {id: c, when: lead.country == "CH", to: {pool: desk}}
)";

// What changes when `from` is written as `to`.
std::vector<std::string> lines(std::initializer_list<std::pair<std::string, std::string>> edits) {
  std::string yaml = kYaml;
  for (const auto& [from, to] : edits) {
    const auto at = yaml.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    yaml.replace(at, from.size(), to);
  }
  const auto before = compile_workspace(kYaml), now = compile_workspace(yaml);
  EXPECT_TRUE(before.ok() && now.ok()) << format_problems("now", now.problems);
  std::vector<std::string> texts;
  for (const auto& change : changes_between(before.workspace, now.workspace)) texts.push_back(line_of(change));
  return texts;
}

TEST(Changes, NothingButSpaceAndOrderOfKeysIsNoChange) {
  EXPECT_THAT(lines({{"name: Lan, daily_max: 5", "daily_max: 5,  name: Lan"}}), ElementsAre());
}
TEST(Changes, ValuesByTheNamesOfWhatTheyBelongTo) {
  EXPECT_THAT(lines({{"daily_max: 5", "daily_max: 7"}}), ElementsAre("~ members[lan].daily_max: 5 → 7"));
  EXPECT_THAT(lines({{"weight: 2", "weight: 3"}}), ElementsAre("~ pools[desk].members[lan].weight: 2 → 3"));
  EXPECT_THAT(lines({{"5m", "90s"}}), ElementsAre("~ pools[desk].sla.respond_within: 5m → 1m30s"));
  EXPECT_THAT(lines({{"\"AT\"", "\"LI\""}}),
              ElementsAre("~ rules[b].when: \"lead.country == \\\"AT\\\"\" → \"lead.country == \\\"LI\\\"\""));
}
TEST(Changes, WhatComesAndGoes) {
  EXPECT_THAT(lines({{", minh]", "]"}}), ElementsAre("- pools[desk].members[minh]: weight: 1"));
  EXPECT_THAT(lines({{"  - {id: b, when: lead.country == \"AT\", to: {pool: desk}}\n", ""}}),
              ElementsAre("- rules[b]: when: \"lead.country == \\\"AT\\\"\" pool_id: \"desk\""));
  EXPECT_THAT(lines({{"rules:\n", "rules:\n  - {id: new, when: \"true\", to: {pool: desk}}\n"}}),
              ElementsAre("+ rules[new]: when: \"true\" pool_id: \"desk\""));
}
// Stored before fields existed that this program fills in: none of them is the author's word.
TEST(Changes, WhatThisProgramReadsOtherwiseIsToldApart) {
  auto stored = compile_workspace(kYaml).workspace;
  stored.clear_folding();
  stored.mutable_pools(0)->mutable_members(1)->clear_weight();
  std::string yaml = kYaml;
  yaml.replace(yaml.find("daily_max: 5"), 12, "daily_max: 7");
  const auto changes = changes_since(stored, kYaml, compile_workspace(yaml).workspace);
  const auto lines_of = [](const std::vector<Change>& all) {
    std::vector<std::string> texts;
    for (const auto& one : all) texts.push_back(line_of(one));
    return texts;
  };
  EXPECT_THAT(lines_of(changes.by_author), ElementsAre("~ members[lan].daily_max: 5 → 7"));
  EXPECT_THAT(lines_of(changes.by_program),
              ElementsAre("+ pools[desk].members[minh].weight: 1",
                          "~ fold() and what tables compare: letters as of version 1 → as of version 2"));
  const auto first = changes_since({}, "", compile_workspace(yaml).workspace);
  EXPECT_TRUE(first.by_program.empty());
  EXPECT_EQ(lines_of(first.by_author).front(), "+ workspace_id: \"w\"");
  EXPECT_EQ(lines_of(first.by_author).back(), "+ fallback: pool_id: \"desk\"") << "nothing about fold()";
}
TEST(Changes, ARuleThatMovedAndNotThoseItPushesDown) {
  const std::string c = "  - {id: c, when: lead.country == \"CH\", to: {pool: desk}}\n";
  EXPECT_THAT(lines({{c, ""}, {"rules:\n", "rules:\n" + c}}), ElementsAre("↕ rules[c]: was behind b, is first"));
}

}  // namespace
}  // namespace leakproof::config
