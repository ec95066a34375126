#include "lint/last_resort.h"

#include <gtest/gtest.h>

#include "lint/office_fake.h"

namespace leakproof::router {
namespace {

std::string found_in(const std::string& pool, const std::string& more) {
  const std::string yaml =
      "workspace: w\nzone: Asia/Ho_Chi_Minh\nmembers:\n  - {id: lan, name: Lan}\n"
      "  - {id: gone, name: Gone, inactive: true}\npools:\n  - {id: desk, members: [lan]" +
      pool + "}\nfallback: {pool: desk}\n" + more;
  const auto compiled = config::compile_workspace(yaml);
  EXPECT_TRUE(compiled.ok()) << (compiled.ok() ? "" : compiled.problems[0].message) << yaml;
  LintReport report;
  look_at_last_resort(*compile_routing(compiled.workspace), report);
  return said(report);
}

TEST(LastResortLint, SaysWhoIsToldOfNothingAndWhoCannotBeTold) {
  struct Row {
    const char *pool, *more, *found;
  };
  const Row rows[] = {
      {"", "", "nobody_told desk"},
      {", escalate_to: lan", "", ""},
      {", team_lead: lan", "", ""},
      {"", "escalate_to: lan\n", ""},
      {"", "sweeps: [{leads: unowned, after: 1h, do: escalate, to: lan}]\n", ""},
      {"", "sweeps: [{leads: unowned, after: 1h, do: close}]\n", "nobody_told desk"},
      {"", "sweeps: [{leads: too_old, after: 1h, do: escalate, to: lan}]\n", ""},
      {", escalate_to: gone", "", "next_in_line desk, nobody_told desk"},
      {", escalate_to: gone, team_lead: lan", "", "next_in_line desk"},
      {", team_lead: gone", "escalate_to: lan\n", "next_in_line desk"},
      {", escalate_to: lan", "sweeps: [{leads: unowned, after: 1h, do: escalate, to: gone}]\n", "next_in_line sweeps"},
      {", escalate_to: lan", "escalate_to: gone\n", "next_in_line escalate_to"},
  };
  EXPECT_EQ(found_in("}\n  - {id: night, members: [lan], escalate_to: lan", ""), "")
      << "who is named for another pool hears of it";
  for (const auto& row : rows) EXPECT_EQ(found_in(row.pool, row.more), row.found) << row.pool << row.more;
}

}  // namespace
}  // namespace leakproof::router
