#include "lint/overlaps.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "lint/office_fake.h"

namespace leakproof::router {
namespace {

// Two rules with destinations of their own.
std::string two_ways(const char* first, const char* second) {
  return std::string(kOffice) + "  - {id: r1, when: '" + first + "', to: {pool: other}}\n  - {id: r2, when: '" +
         second + "', to: {pool: desk}}\n";
}
TEST(Lint, OverlapsWhereTheOrderDecidesAreShownByALead) {
  struct Row {
    const char *first, *second, *expected;
  };
  const Row kTable[] = {
      {"lead.country == \"VN\"", "lead.custom.budget > 5", "overlap r2, gap fallback"},
      {"lead.country == \"VN\"", "lead.country == \"DE\"", "gap fallback"},
      // The exception before the rule is how one writes rules.
      {"lead.country == \"VN\" && lead.custom.budget > 5", "lead.country == \"VN\"", "gap fallback"},
      {"lead.country == \"VN\"", "lead.country == \"VN\" && lead.custom.budget > 5", "shadowed r2, gap fallback"},
      {"lead.custom.budget > 5", "lead.custom.budget < 7", "overlap r2, gap fallback"},
      {"lead.custom.budget > 5", "lead.custom.budget < 6", "gap fallback"},
      {"lead.city.startsWith(\"Ha\")", "lead.city in [\"Hanoi\", \"Hue\"]", "overlap r2, gap fallback"},
      // The grade follows from the points.
      {"score.grade == \"hot\"", "score.total < 60.0", "overlap r2"},
      {"score.grade == \"hot\"", "score.total < 50.0", ""},
  };
  for (const auto& row : kTable) {
    const auto report = lint_of(two_ways(row.first, row.second));
    EXPECT_EQ(said(report), row.expected) << row.first << " / " << row.second;
    for (const auto& one : report.findings) EXPECT_EQ(one.other, one.concern == Concern::kGap ? "" : "r1");
  }
  const auto overlap = lint_of(two_ways(kTable[0].first, kTable[0].second)).findings[0];
  EXPECT_EQ(overlap.text, "overlaps with rule r1 before it, which takes this lead: to pool other, not pool desk");
  EXPECT_EQ(overlap.lead,
            (std::map<std::string, std::string>{{"lead.country", "\"VN\""}, {"lead.custom.budget", "6"}}));
  EXPECT_FALSE(overlap.warning);
}

TEST(Lint, OfManyOverlapsTheFirstAreShownUnlessAllAreAskedFor) {
  std::string yaml = kOffice;
  yaml += "  - {id: r0, when: 'lead.country == \"VN\"', to: {pool: desk}}\n";
  for (int i = 1; i < 6; ++i)
    yaml += "  - {id: r" + std::to_string(i) + ", when: 'lead.custom.budget == " + std::to_string(i) +
            "', to: {pool: other}}\n";
  const auto routing = compile_routing(config::compile_workspace(yaml).workspace);
  LintOptions options;
  EXPECT_EQ(said(lint(*routing, options)), "overlap r1, overlap r2, overlap r3, gap fallback");
  EXPECT_TRUE(lint(*routing, options).more_overlaps);
  options.all_overlaps = true;
  EXPECT_EQ(said(lint(*routing, options)), "overlap r1, overlap r2, overlap r3, overlap r4, overlap r5, gap fallback");
}

}  // namespace
}  // namespace leakproof::router
