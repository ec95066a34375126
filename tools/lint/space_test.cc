#include "lint/space.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rules/schema.h"

namespace leakproof::router {
namespace {

using rules::Type;

const rules::Schema& schema() {
  static const rules::Schema made = [] {
    rules::Schema fields;
    fields.add("lead.city", Type::kString);
    fields.add("lead.budget", Type::kInt);
    fields.add("lead.ratio", Type::kDouble);
    fields.add("lead.known", Type::kBool);
    fields.add("score.total", Type::kDouble);
    fields.add("score.grade", Type::kString);
    return fields;
  }();
  return made;
}
Rule rule_of(const std::string& when) {
  return {RuleId("r"), std::get<rules::Program>(rules::Program::compile(when, schema(), Type::kBool)), {}};
}
// "none", "open" (more than the rule takes, perhaps), or a lead of the last rule: "lead.budget=6 lead.city="x"".
std::string shown(const std::vector<std::string>& conditions) {
  Space space(schema(), {20, 50});
  for (const auto& one : conditions) space.note(rule_of(one));
  space.finish();
  const auto region = space.boxes_of(rule_of(conditions.back()));
  if (!region.exact) return "open";
  if (region.boxes.empty()) return "none";
  const auto lead = space.witness(region.boxes.front());
  std::string all;
  if (lead) {
    EXPECT_TRUE(rule_of(conditions.back()).when.evaluate(lead->record(), Instant()).is_true()) << conditions.back();
    for (const auto& [field, value] : lead->fields()) all += (all.empty() ? "" : " ") + field + "=" + value;
  }
  return all;
}

TEST(Space, ALeadOfARuleOrNone) {
  struct Row {
    std::vector<std::string> conditions;
    const char* expected;
  };
  const Row kTable[] = {
      {{"lead.budget > 5"}, "lead.budget=6"},
      {{"7 > lead.budget"}, "lead.budget=0"},
      {{"lead.budget > 5 && lead.budget < 6"}, "none"},
      {{"lead.budget > 9223372036854775806 && lead.budget != 9223372036854775807"}, "none"},
      {{"lead.ratio > 5.0 && lead.ratio < 6.0"}, "lead.ratio=5.5"},
      {{"lead.ratio > 5"}, "lead.ratio=6.0"},
      {{"lead.ratio > 0.0 && lead.ratio < 5e-324"}, "none"},
      {{"lead.ratio == dyn(9007199254740993)"}, "open"},
      {{"lead.known"}, "lead.known=true"},
      {{"!lead.known"}, "lead.known=false"},
      {{"lead.known != true && lead.known"}, "none"},
      {{"!has(lead.city)"}, ""},
      {{"has(lead.city) && lead.city != \"Hue\""}, "lead.city=\"0\""},
      {{"lead.city < \"\""}, "none"},
      {{"lead.city > \"Hue\" && lead.city < \"Huf\""}, "lead.city=\"Huex\""},
      {{"lead.city.startsWith(\"Ha\") && !lead.city.startsWith(\"Han\") && lead.city != \"Ha\""}, "lead.city=\"HaX\""},
      {{"lead.city in [\"Hue\", \"Hanoi\"] && lead.city.startsWith(\"Hu\")"}, "lead.city=\"Hue\""},
      // fold() yields neither capitals nor spaces.
      {{"lead.city.fold() == \"hanoi\""}, "lead.city=\"hanoi\""},
      {{"lead.city.fold() == \"Ha Noi\""}, "none"},
      {{"lead.city.fold() < \"a\""}, "lead.city=\"0\""},
      // One field as it is and folded: two views that depend on each other.
      {{"lead.city == \"Hue\"", "lead.city.fold() == \"hue\""}, "open"},
      {{"lead.city.matches(\"^H\")"}, "open"},
      {{"lead.city.contains(\"H\") && !lead.city.contains(\"H\")"}, "open"},
      {{"lead.budget + 1 > 5"}, "open"},
      // The grade follows from the points.
      {{"score.grade == \"warm\""}, "score.grade=\"warm\" score.total=20.0"},
      {{"score.grade != \"cold\" && score.total < 50.0"}, "score.grade=\"warm\" score.total=20.0"},
      {{"score.grade == \"hot\" && score.total < 50.0"}, "none"},
      {{"score.grade == \"hto\""}, "none"},
      {{"!has(score.total)"}, "none"},
      {{"lead.known ? lead.budget > 5 : lead.budget < 0"}, "lead.budget=6 lead.known=true"},
      {{"lead.known && !lead.known || false"}, "none"},
  };
  for (const auto& row : kTable) EXPECT_EQ(shown(row.conditions), row.expected) << row.conditions.back();
}

TEST(Space, ARuleOfVeryManyBoxesIsLeftOpen) {
  std::string when = "false";
  for (int i = 0; i < 65; ++i)
    when += " || lead.budget == " + std::to_string(i) + " && lead.ratio == " + std::to_string(i) + ".0";
  EXPECT_EQ(shown({when}), "open");
}

}  // namespace
}  // namespace leakproof::router
