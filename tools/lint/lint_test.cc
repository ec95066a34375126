#include "lint/lint.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "base/time_text.h"
#include "lint/office_fake.h"
#include "router/domain/rule_walk.h"
#include "rules/schema.h"

namespace leakproof::router {
namespace {

using namespace std::chrono_literals;

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
      {{"lead.city == \"Hà Nội\"", "lead.city.contains(\"Nội\") && lead.city == \"Hà Nội\""},
       "shadowed r2, gap fallback"},
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
  LintOptions options;
  options.out_of_time = [] { return true; };
  for (const char* first : {"lead.country == \"VN\"", "lead.city.contains(\"a\")"}) {
    const auto yaml = rules({first, "lead.country in [\"VN\"]", "lead.custom.budget > 1 && lead.custom.budget < 1"});
    const auto report = lint(*compile_routing(config::compile_workspace(yaml).workspace), options);
    EXPECT_TRUE(report.findings.empty()) << said(report);
    EXPECT_EQ(report.unknown, 9)
        << "whether something comes to a rule, whether it can be true, whether it takes all; and the gap";
  }
}

// Rows that are in each other's way within a region: worked out once more by hand, lead by lead.
TEST(Lint, ATableOfThousandsOfRowsIsAnsweredInFull) {
  std::string yaml = kOffice;
  yaml += "  - {table: t}\ntables: [{id: t, file: t.csv}]\nfiles: {t.csv: \"country,region,budget,pool\\n";
  std::set<std::string> expected, found;
  std::map<int, std::set<std::pair<int, int>>> taken;  // country and budget, by region
  for (int i = 0; i < 5000; ++i) {
    const int region = i % 1700, countries = 1 + i % 2, least = i % 3 == 0 ? -1 : i % 7;
    yaml += std::string(countries == 1 ? "VN" : "!DE") + ",r" + std::to_string(region) + "," +
            (least < 0 ? "" : ">=" + std::to_string(least)) + (i % 5 == 0 ? ",other\\n" : ",desk\\n");
    bool reached = false;
    for (int country = 0; country < countries; ++country) {
      for (int budget = least; budget < 8; ++budget) reached = taken[region].emplace(country, budget).second || reached;
    }
    if (!reached) expected.insert("t:row-" + std::to_string(i + 2));
  }
  yaml += "\"}\n";
  LintOptions options;
  options.patience = std::chrono::minutes(10);  // a busy machine answers late, and not less
  const auto report = lint(*compile_routing(config::compile_workspace(yaml).workspace), options);
  for (const auto& one : report.findings) {
    if (one.concern == Concern::kShadowed) found.insert(one.subject);
  }
  EXPECT_EQ(report.unknown, 0);
  EXPECT_GT(expected.size(), 1000u);
  EXPECT_EQ(found, expected);
  EXPECT_THAT(said(report), testing::HasSubstr("gap fallback"));
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
  EXPECT_EQ(twin->subject + ": " + twin->text,
            "t:row-402: every lead that it would take is taken by rule t:row-9 before it");
}

TEST(Lint, AShadowedRuleIsShownByALeadThatItWouldTake) {
  const auto report = lint_of(rules({"lead.custom.budget > 10", "lead.custom.budget > 20"}));
  EXPECT_EQ(report.findings[0].lead, (std::map<std::string, std::string>{{"lead.custom.budget", "21"}}));
  EXPECT_EQ(report.findings[0].other, "r1");
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
  EXPECT_EQ(said(lint_of(rules({"lead.city.matches(\"a\") || !lead.city.matches(\"a\") || !has(lead.city)"}))),
            " unknown");
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
  EXPECT_THAT(lint_of(yaml).findings[1].text, testing::HasSubstr("2d15h from 2026-02-06T10:00:00Z"))
      << "from Friday 17:00 to Monday 08:00";
  EXPECT_EQ(said(lint_of(yaml, 1000)),
            "gap fallback, nobody_there desk, unreached_pool orphan, unreached_member idle, too_small caps");
  EXPECT_EQ(said(lint_of(yaml, 100)).find("too_small"), std::string::npos);
}

TEST(Lint, HolidayCalendarsEnd) {
  LintOptions options;
  options.with_calendars = {"office"};
  options.now = *parse_instant("2029-12-01T00:00:00Z");
  EXPECT_EQ(said(lint(Routing(), options)).find("holidays_end"), std::string::npos);
  options.now = *parse_instant("2030-01-01T00:00:00Z");
  EXPECT_THAT(said(lint(Routing(), options)), testing::HasSubstr("holidays_end office"));
  EXPECT_FALSE(lint(Routing(), options).findings.back().warning);
  options.now = *parse_instant("2031-01-01T00:00:00Z");
  EXPECT_TRUE(lint(Routing(), options).findings.back().warning);
}

TEST(Lint, SaysWhomNothingTells) {
  LintOptions options;
  const auto routing = *compile_routing(config::compile_workspace(rules({"true"})).workspace);
  const auto told = [&] {
    std::string all;
    for (const auto& finding : lint(routing, options).findings) {
      if (finding.concern == Concern::kUntold) all += finding.subject + ": " + finding.text;
    }
    return all;
  };
  EXPECT_EQ(told(), "");
  for (const auto& [id, member] : routing.members) options.untold.insert(id);
  EXPECT_EQ(told(),
            "desk: nothing tells lan of its leads: 'webhook' or 'notify'other: nothing tells lan of its leads: "
            "'webhook' or 'notify'");
}

// The condition of the rule to the journey, what the journey does with whom it may not write to, what is said.
TEST(Lint, SaysThatMessagesNeedConsent) {
  const struct {
    const char* when;
    bool hands_back;
    const char* then;
  } rows[] = {
      {"true", true, "without it, or without an address, go back to sales at once"},
      {"true", false, "without it, or without an address, go through it and get none"},
      {"lead.consent && lead.has_email", true, ""},
  };
  for (const auto& row : rows) {
    const auto yaml = rules({}) + "  - {id: r1, when: '" + row.when + R"(', to: {journey: cold}}
journeys:
  - {id: cold, trigger: routed, steps: [{id: end, exit: {reason: done, hand_back: true}}]}
)";
    LintOptions options;
    options.sending[JourneyId("cold")] = row.hands_back;
    std::string said;
    for (const auto& finding : lint(*compile_routing(config::compile_workspace(yaml).workspace), options).findings) {
      if (finding.concern == Concern::kNoConsent) said += finding.subject + ": " + finding.text;
    }
    EXPECT_EQ(said.empty(), *row.then == '\0') << row.when;
    EXPECT_THAT(said, testing::HasSubstr(row.then));
  }
}
TEST(Lint, SaysWhichValuesAMessageNeeds) {
  LintOptions options;
  options.needs_value["cold/hello"] = "contact.given_name";
  const auto findings = lint(*compile_routing(config::compile_workspace(rules({"true"})).workspace), options).findings;
  ASSERT_FALSE(findings.empty());
  EXPECT_EQ(name_of(findings.back().concern), "needs_value");
  EXPECT_THAT(findings.back().text, testing::HasSubstr("{{^contact.given_name}}"));
}
// Rules of two seasons exclude each other, though their conditions are the same.
TEST(Lint, ARuleThatIsInForceForATimeTakesNothingFromOthers) {
  const std::string yaml = std::string(kOffice) +
                           "  - {id: tet, when: lead.has_phone, to: {pool: other}, until: 2026-03-01}\n"
                           "  - {id: summer, when: lead.has_phone, to: {pool: other}, from: 2026-06-01, until: "
                           "2026-09-01T00:00:00+07:00}\n"
                           "  - {id: old, when: 'true', to: {pool: desk}, until: 2020-01-01}\n";
  EXPECT_EQ(said(lint_of(yaml)), "over old, gap fallback");
}

}  // namespace
}  // namespace leakproof::router
