#include "config/accounts.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "config/compile.h"
#include "config/files.h"

namespace leakproof::config {
namespace {

using ::testing::HasSubstr;

std::string workspace(const std::string& accounts, const std::string& rules = "[{table: accounts}]",
                      const std::string& csv = "") {
  const std::string yaml =
      "workspace: w\nzone: UTC\nmembers: [{id: lan, name: Lan}, {id: minh, name: Minh}]\npools: [{id: p, members: "
      "[lan]}, {id: q, members: "
      "[minh]}]\nfallback: {pool: p}\naccounts: " +
      accounts + "\nrules: " + rules + "\n";
  return std::get<std::string>(with_files(yaml, [&](const std::string&) { return std::optional(csv); }));
}
std::string problems_of(const std::string& yaml) { return format_problems("w", compile_workspace(yaml).problems); }
// "id>pool>owner" of each account, then the rules.
std::string compiled(const std::string& yaml) {
  const auto made = compile_workspace(yaml);
  std::string out = format_problems("w", made.problems);
  for (const auto& one : made.workspace.accounts())
    out += one.account_id() + ">" + one.pool_id() + ">" + one.owner_id() + " ";
  for (const auto& rule : made.workspace.rules())
    out += "\n" + rule.rule_id() + "@" + std::to_string(rule.line()) + " " + rule.when() + " " + rule.pool_id();
  return out;
}

constexpr const char* kTree =
    "\n  - {id: acme, domains: [acme.com], pool: p, owner: lan}\n  - {id: vn, names: [Acme VN], parent: acme}\n"
    "  - {id: de, names: [Acme DE], parent: acme, pool: q}\n  - {id: fr, names: [Acme FR], parent: vn, owner: minh}\n"
    "  - {id: known, names: [Known]}";

TEST(Accounts, AChildGoesWhereItsParentDoesUnlessItSaysOtherwise) {
  EXPECT_EQ(compiled(workspace(kTree)),
            "acme>p>lan vn>p>lan de>q> fr>p>minh known>> "
            "\naccounts:p@7 lead.account_pool == \"p\" p\naccounts:q@9 lead.account_pool == \"q\" q");
}

TEST(Accounts, TheSameOutOfAFile) {
  const std::string csv =
      "id;Name;Domains;parent;pool;owner;# since\nacme;;acme.com|acme.de;;p;lan;2020\nvn;Acme VN|Acme "
      "Vietnam;;acme;;;\n";
  const auto made = compile_workspace(workspace("accounts.csv", "[{table: accounts}]", csv));
  ASSERT_TRUE(made.ok()) << format_problems("w", made.problems);
  EXPECT_EQ(made.workspace.accounts(0).domains(1), "acme.de");
  EXPECT_EQ(made.workspace.accounts(1).names(1), "Acme Vietnam");
  EXPECT_EQ(made.workspace.accounts(1).pool_id() + made.workspace.accounts(1).owner_id(), "plan");
  EXPECT_EQ(made.workspace.rules(0).rule_id() + "@" + std::to_string(made.workspace.rules(0).line()), "accounts:p@2");
  EXPECT_EQ(made.workspace.tables(0).file(), "accounts.csv");
}

TEST(Accounts, RulesAndNeedsMayNameThem) {
  EXPECT_EQ(
      problems_of(workspace("[{id: a, names: [A]}]",
                            "[{id: r, when: 'lead.account == \"a\" || has(lead.account_parent)', to: {pool: p}}]")),
      "");
  const std::string without =
      "workspace: w\nzone: UTC\nmembers: [{id: lan, name: Lan}]\npools: [{id: p, members: [lan]}]\nfallback: {pool: "
      "p}\n"
      "rules: [{id: r, when: lead.account == \"a\", to: {pool: p}}]\n";
  EXPECT_THAT(problems_of(without), HasSubstr("unknown field 'lead.account'"));
}

TEST(Accounts, EveryProblemNamesItsPlace) {
  const auto told = [](const std::string& accounts) { return problems_of(workspace(accounts)); };
  EXPECT_THAT(told("[{id: a, pool: p}, {id: a}]"), HasSubstr("w:6:35: accounts[1].id: 'a' is there twice\n"));
  EXPECT_THAT(told("[{id: a, pool: pp}]"), HasSubstr("accounts[0].pool: no pool 'pp'; did you mean 'p'?\n"));
  EXPECT_THAT(told("[{id: a, pool: p, owner: lann}]"),
              HasSubstr("accounts[0].owner: no member 'lann'; did you mean 'lan'?\n"));
  EXPECT_THAT(told("[{id: a, pool: p, parent: b}]"), HasSubstr("accounts[0].parent: no account 'b'"));
  EXPECT_THAT(told("[{id: a, pool: p, domains: [Acme.com]}]"),
              HasSubstr("accounts[0].domains[0]: expected a domain in small letters"));
  EXPECT_THAT(told("[{id: a, pool: p, domains: [gmail.com]}]"),
              HasSubstr("accounts[0].domains: 'gmail.com' is a public mail provider"));
  EXPECT_THAT(told("[{id: a, pool: p, domains: [a.com]}, {id: b, domains: [a.com]}]"),
              HasSubstr("accounts[1].domains: 'a.com' is of account 'a' already\n"));
  EXPECT_THAT(told("[{id: a, pool: p, names: [A B]}, {id: b, names: [a-b]}]"),
              HasSubstr("accounts[1].names: 'a-b' is of account 'a' already\n"));
  EXPECT_THAT(told("[{id: a, pool: p, names: ['--']}]"), HasSubstr("accounts[0].names: no letter or digit in '--'\n"));
  EXPECT_THAT(told("[{id: a, pool: p, parent: c}, {id: b, parent: a}, {id: c, parent: b}]"),
              HasSubstr("accounts[0].parent: parents run in a circle: a → c → b → a\n"));
  EXPECT_THAT(told("[{id: a, pol: p}]"), HasSubstr("accounts[0].pol: unknown key 'pol'; did you mean 'pool'?\n"));
  EXPECT_THAT(told("[{id: a}]"), HasSubstr("rules[0].table: no account has a pool: nothing stands here\n"));
  EXPECT_EQ(
      problems_of(workspace("[{id: a, pool: p}]", "[]")),
      "w:6:11: accounts: no rule leads here: put {table: accounts} among the rules, where its rows shall stand\n");
}

TEST(Accounts, InAFileByRowAndCell) {
  const auto told = [](const std::string& csv) { return problems_of(workspace("a.csv", "[{table: accounts}]", csv)); };
  EXPECT_THAT(told("id,pool,note\na,p,\n"), HasSubstr("a.csv:1:3: note: no such column; known: id, names"));
  EXPECT_THAT(told("id,pool,pool\na,p,\n"), HasSubstr("a.csv:1:3: pool: is there twice\n"));
  EXPECT_THAT(told("names,pool\na,p\n"), HasSubstr("a.csv:1:1: id: no column 'id'\n"));
  EXPECT_THAT(told("id,domains,pool\nä,b.com|B,p\n"), HasSubstr("a.csv:2:1: id: expected an id"));
  EXPECT_THAT(told("id,domains,pool\na,b.com|B,p\n"),
              HasSubstr("a.csv:2:2: domains: expected a domain in small letters"));
  EXPECT_THAT(told("id,parent,pool\na,,p\nb,c,\n"), HasSubstr("a.csv:3:2: parent: no account 'c'"));
  EXPECT_THAT(told("id,pool\n\"a,p\n"), HasSubstr("a.csv:2:1: a quote is never closed\n"));
}

TEST(Accounts, ParentsStandSixteenDeepAtMost) {
  std::string csv = "id,parent,pool\nx0,,p\n";
  for (int i = 1; i <= 17; ++i) csv += "x" + std::to_string(i) + ",x" + std::to_string(i - 1) + ",\n";
  EXPECT_EQ(problems_of(workspace("a.csv", "[{table: accounts}]", csv)),
            "a.csv:19:2: parent: more than 16 accounts stand above it\n");
}

}  // namespace
}  // namespace leakproof::config
