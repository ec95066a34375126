#include "router/lint/lint.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <fstream>

#include "calendar/text.h"
#include "config/compile.h"
#include "router/domain/rule_walk.h"
#include "router/routing_codec.h"

namespace leakproof::router {
namespace {

using namespace std::chrono_literals;

constexpr const char* kOffice = R"(workspace: w
zone: Asia/Ho_Chi_Minh
fields:
  - {name: budget, type: integer}
  - {name: ratio, type: real}
sources:
  - {id: site, kind: json}
scoring: {warm_at: 20, hot_at: 50}
members:
  - {id: lan, name: Lan}
pools:
  - {id: desk, members: [lan]}
  - {id: other, members: [lan]}
fallback: {pool: desk}
rules:
)";

LintReport lint_of(const std::string& yaml, std::int64_t volume = 0) {
  const auto compiled = config::compile_workspace(yaml);
  EXPECT_TRUE(compiled.ok()) << (compiled.ok() ? "" : compiled.problems[0].message) << yaml;
  const auto routing = compile_routing(compiled.workspace);
  LintOptions options;
  options.now = instant_from_micros(1'770'000'000'000'000);
  options.patience = 10s;
  options.leads_a_month = volume;
  options.warm_at = compiled.workspace.scoring().warm_at(), options.hot_at = compiled.workspace.scoring().hot_at();
  return lint(*routing, options);
}
// "concern subject", one a finding; a question that was not answered is "unknown".
std::string said(const LintReport& report) {
  std::string all;
  for (const auto& one : report.findings)
    all += std::string(all.empty() ? "" : ", ") + std::string(name_of(one.concern)) + " " + one.subject;
  for (int i = 0; i < report.unknown; ++i) all += " unknown";
  return all;
}
std::string rules(std::initializer_list<const char*> conditions) {
  std::string yaml = kOffice;
  int number = 0;
  for (const char* condition : conditions)
    yaml += "  - {id: r" + std::to_string(++number) + ", when: '" + condition + "', to: {pool: other}}\n";
  return yaml;
}

TEST(Lint, FindsWhatRulesCannotDo) {
  struct Row {
    std::initializer_list<const char*> conditions;
    const char* expected;
  };
  const Row kTable[] = {
      {{"lead.country == \"VN\""}, "gap fallback"},
      {{"true"}, ""},
      {{"lead.country == \"VN\" && lead.country == \"DE\""}, "never_true r1, gap fallback, unreached_pool other"},
      {{"lead.custom.budget > 10 && lead.custom.budget < 5", "true"}, "never_true r1"},
      {{"lead.custom.budget > 10", "lead.custom.budget > 20"}, "shadowed r2, gap fallback"},
      {{"lead.custom.budget > 20", "lead.custom.budget > 10"}, "gap fallback"},
      {{"lead.country in [\"VN\", \"DE\"]", "lead.country == \"DE\""}, "shadowed r2, gap fallback"},
      {{"lead.custom.budget >= 5", "lead.custom.budget < 5", "has(lead.custom.budget)"}, "shadowed r3, gap fallback"},
      // Absent fields: no comparison of them is true, nor is its opposite.
      {{"lead.custom.budget >= 5", "lead.custom.budget < 5"}, "gap fallback"},
      {{"lead.custom.budget >= 5", "!(lead.custom.budget >= 5)", "!has(lead.custom.budget)"}, ""},
      {{"has(lead.country) || !has(lead.country)", "lead.country == \"VN\""}, "always_true r1, shadowed r2"},
      // || and && absorb a field that is not set.
      {{"lead.country == \"VN\" || true", "lead.country == \"DE\""}, "always_true r1, shadowed r2"},
      // Texts
      {{"lead.city.startsWith(\"Ha\")", "lead.city.startsWith(\"Hanoi\")"}, "shadowed r2, gap fallback"},
      {{"lead.city == \"Hà Nội\"", "lead.city.contains(\"Nội\") && lead.city == \"Hà Nội\""}, "shadowed r2, gap fallback"},
      // What the formulas do not know is the same wherever it is written the same way.
      {{"lead.city.lowerAscii() == \"a\" && lead.city.lowerAscii() == \"b\"", "true"}, "never_true r1"},
      {{"lead.city.matches(\"^h\")", "lead.city.matches(\"^h\") && lead.country == \"VN\"", "true"}, "shadowed r2"},
      // A grade follows from the points.
      {{"score.grade == \"hot\"", "score.total >= 60.0", "score.grade in [\"warm\", \"cold\"]"}, "shadowed r2"},
      {{"score.grade == \"hto\"", "true"}, "never_true r1"},
  };
  for (const auto& row : kTable) {
    const std::string yaml = rules(row.conditions);
    EXPECT_EQ(said(lint_of(yaml)), row.expected) << yaml;
  }
}

// Each lead is taken by the last rule: so nothing may be said against it.
TEST(Lint, NothingIsSaidAgainstARuleThatTakesALead) {
  struct Row {
    std::initializer_list<const char*> conditions;
    const char* field;
    rules::Value value;
  };
  const Row kTable[] = {
      {{"lead.custom.ratio == 0.0", "lead.custom.ratio == 1e-20"}, "lead.custom.ratio", 1e-20},
      {{"lead.custom.ratio > 0.0 && lead.custom.ratio <= 1e-19"}, "lead.custom.ratio", 1e-20},
      {{"lead.custom.ratio + 1.0 == lead.custom.ratio"}, "lead.custom.ratio", 1e17},
      {{"dyn(lead.custom.ratio) + dyn(0.5) == 2.5"}, "lead.custom.ratio", 2.0},
      {{"dyn(lead.custom.ratio) * dyn(2.0) == 2.5"}, "lead.custom.ratio", 1.25},
      {{"lead.custom.budget > 9007199254740992 && lead.custom.budget <= dyn(9007199254740992.0)"},
       "lead.custom.budget",
       std::int64_t{9007199254740993}},
  };
  for (const auto& row : kTable) {
    const std::string yaml = rules(row.conditions);
    const auto routing = compile_routing(config::compile_workspace(yaml).workspace);
    rules::Record record(routing->schema);
    record.set(*routing->schema.find(row.field), row.value);
    const auto* last = &routing->rules.in_order.back();
    ASSERT_EQ(walk_rules(routing->rules, record, Instant()).matched, last) << yaml;
    EXPECT_THAT(said(lint_of(yaml)), testing::Not(testing::HasSubstr(last->id.value()))) << yaml;
  }
}

TEST(Lint, WhatAJourneyHandsBackPassesTheRuleThatLeadsThere) {
  const auto with = [](const char* first) {
    return rules({}) + "  - {id: r1, when: 'lead.country == \"VN\"', to: {" + first + "}}\n" +
           "  - {id: r2, when: 'lead.country == \"VN\"', to: {pool: other}}\n" +
           "journeys:\n  - {id: cold, trigger: routed, steps: [{id: end, exit: {reason: done, hand_back: true}}]}\n";
  };
  EXPECT_EQ(said(lint_of(with("pool: other"))), "shadowed r2, gap fallback");
  EXPECT_EQ(said(lint_of(with("journey: cold"))), "gap fallback");
}

TEST(Lint, ARuleForEveryLeadIsNamedThoughItsJourneyHandsSomeBack) {
  const auto report = lint_of(rules({}) + R"(  - {id: r1, when: 'true', to: {journey: cold}}
  - {id: r2, when: 'lead.country == "VN"', to: {pool: other}}
journeys:
  - {id: cold, trigger: routed, steps: [{id: end, exit: {reason: done, hand_back: true}}]}
)");
  ASSERT_EQ(said(report), "always_true r1");
  EXPECT_THAT(report.findings[0].text, testing::HasSubstr("but those that its journey hands back"));
}

TEST(Lint, WhenTimeIsUpTheRestIsUnknownAndNothingIsSaidAgainstIt) {
  int left = 2;  // the first rule's two questions
  LintOptions options;
  options.out_of_time = [&left] { return left-- <= 0; };
  const auto yaml = rules({"lead.country == \"VN\"", "lead.country in [\"VN\"]", "lead.custom.budget > 1 && lead.custom.budget < 1"});
  const auto routing = compile_routing(config::compile_workspace(yaml).workspace);
  EXPECT_EQ(said(lint(*routing, options)), " unknown unknown unknown unknown unknown unknown unknown");
}

TEST(Lint, ARowThatSaysWhatOneBeforeItSaysIsFoundWithoutTheSolver) {
  std::string yaml = kOffice;
  yaml += "  - {table: t}\ntables: [{id: t, file: t.csv}]\nfiles: {t.csv: \"country,pool\\n";
  for (int i = 0; i < 400; ++i) yaml += "c" + std::to_string(i) + ",other\\n";
  yaml += "C-7,desk\\n\"}\n";
  const auto routing = compile_routing(config::compile_workspace(yaml).workspace);
  LintOptions options;
  options.out_of_time = [] { return true; };
  const auto findings = lint(*routing, options).findings;
  const auto twin = std::ranges::find(findings, Concern::kShadowed, &Finding::concern);
  ASSERT_NE(twin, findings.end());
  EXPECT_EQ(twin->subject + ": " + twin->text, "t:row-402: every lead that it would take is taken by rule t:row-9 before it");
}
TEST(Lint, AGapIsShownByALead) {
  const auto report = lint_of(rules({"lead.country == \"VN\"", "lead.custom.budget < 100"}));
  ASSERT_EQ(report.findings.size(), 1u);
  EXPECT_FALSE(report.findings[0].warning);
  const auto& lead = report.findings[0].lead;
  EXPECT_TRUE(!lead.contains("lead.country") || lead.at("lead.country") != "\"VN\"");
  EXPECT_TRUE(!lead.contains("lead.custom.budget") || std::stoll(lead.at("lead.custom.budget")) >= 100);
  EXPECT_FALSE(lead.contains("score.grade")) << "no rule speaks of it";
}

TEST(Lint, APossibleGapThatTheRulesDenyIsUnknown) {
  EXPECT_EQ(said(lint_of(rules({"lead.city.matches(\"a\") || !lead.city.matches(\"a\") || !has(lead.city)"}))), " unknown");
}

TEST(Lint, PeopleAndHours) {
  const std::string yaml = R"(workspace: w
zone: Asia/Ho_Chi_Minh
sources:
  - {id: site, kind: json}
scoring: {warm_at: 20, hot_at: 50}
schedules:
  - {id: office, week: {mon-fri: ["08:00-17:00"]}}
members:
  - {id: lan, name: Lan, schedule: office, daily_max: 10}
  - {id: idle, name: Idle}
  - {id: gone, name: Gone, inactive: true}
pools:
  - {id: desk, members: [lan], hold_max: 15h}
  - {id: orphan, members: [idle]}
rules: []
fallback: {pool: desk}
)";
  EXPECT_EQ(said(lint_of(yaml)), "gap fallback, nobody_there desk, unreached_pool orphan, unreached_member idle");
  EXPECT_THAT(lint_of(yaml).findings[1].text, testing::HasSubstr("2d15h from 2026-02-06T10:00:00Z")) << "from Friday 17:00 to Monday 08:00";
  EXPECT_EQ(said(lint_of(yaml, 1000)), "gap fallback, nobody_there desk, unreached_pool orphan, unreached_member idle, too_small caps");
  EXPECT_EQ(said(lint_of(yaml, 100)).find("too_small"), std::string::npos);
}

TEST(Lint, HolidayCalendarsEnd) {
  LintOptions options;
  options.with_calendars = {"office"};
  options.now = *calendar::parse_instant("2029-12-01T00:00:00Z");
  EXPECT_EQ(said(lint(Routing(), options)).find("holidays_end"), std::string::npos);
  options.now = *calendar::parse_instant("2030-01-01T00:00:00Z");
  EXPECT_THAT(said(lint(Routing(), options)), testing::HasSubstr("holidays_end office"));
  EXPECT_FALSE(lint(Routing(), options).findings.back().warning);
  options.now = *calendar::parse_instant("2031-01-01T00:00:00Z");
  EXPECT_TRUE(lint(Routing(), options).findings.back().warning);
}

// Whatever is called shadowed or never true: no lead of many ever comes to it.
RC_GTEST_PROP(Lint, WhatNothingReachesNothingReaches, ()) {
  const auto condition = [] {
    const std::string country = *rc::gen::element<std::string>("VN", "DE", "AT"), budget = std::to_string(*rc::gen::inRange(0, 4));
    return *rc::gen::element<std::string>("lead.country == \"" + country + "\"", "lead.country != \"" + country + "\"",
                                          "lead.custom.budget >= " + budget, "lead.custom.budget < " + budget, "has(lead.country)",
                                          "!has(lead.custom.budget)");
  };
  std::string yaml = kOffice;
  const int count = *rc::gen::inRange(1, 6);
  for (int i = 0; i < count; ++i) {
    const std::string joined = condition() + *rc::gen::element<std::string>(" && ", " || ") + condition();
    yaml += "  - {id: r" + std::to_string(i) + ", when: '" + joined + "', to: {pool: other}}\n";
  }
  const auto report = lint_of(yaml);
  const auto routing = compile_routing(config::compile_workspace(yaml).workspace);
  std::set<std::string> reached;
  bool gap = false;
  for (const char* country : {"", "VN", "DE", "AT", "FR"}) {
    for (int budget = -2; budget < 6; ++budget) {
      rules::Record record(routing->schema);
      if (*country) record.set(*routing->schema.find("lead.country"), country);
      if (budget > -2) record.set(*routing->schema.find("lead.custom.budget"), budget);
      const auto walk = walk_rules(routing->rules, record, Instant());
      gap = gap || walk.matched == nullptr;
      if (walk.matched != nullptr) reached.insert(walk.matched->id.value());
    }
  }
  RC_ASSERT(report.unknown == 0);
  std::set<std::string> condemned;
  bool gap_found = false;
  for (const auto& one : report.findings) {
    if (one.concern == Concern::kNeverTrue || one.concern == Concern::kShadowed) condemned.insert(one.subject);
    gap_found = gap_found || one.concern == Concern::kGap;
  }
  // These leads are all there are, as far as these conditions can tell: so it holds both ways.
  for (int i = 0; i < count; ++i) RC_ASSERT(reached.contains("r" + std::to_string(i)) != condemned.contains("r" + std::to_string(i)));
  RC_ASSERT(gap == gap_found);
}

}  // namespace
}  // namespace leakproof::router
