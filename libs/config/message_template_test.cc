#include "config/message_template.h"

#include <gtest/gtest.h>

#include "config/schema.h"

namespace leakproof::config {
namespace {

TEST(MessageTemplate, TakesVariablesAndSectionsAndNothingElse) {
  static const struct {
    const char* text;
    const char* problem;  // its beginning; empty = none
    int column;
  } kCases[] = {
      {"plain text, { and } and {x}", "", 0},
      {"{{contact.full_name}} {{{contact.email}}} {{& lead.city }} {{! a remark }}", "", 0},
      {"{{#lead.company}}at {{lead.company}}{{/lead.company}}{{^lead.company}}you{{/lead.company}}", "", 0},

      {"Đ {{contact.name}}", "no variable 'contact.name'", 3},
      {"{{}}", "no variable ''", 1},
      {"a {{lead.city}", "'{{' is not closed", 3},
      {"{{/lead.city}}", "'{{/lead.city}}' closes no section", 1},
      {"{{#lead.city}}{{#lead.form}}{{/lead.city}}", "'{{/lead.city}}' closes no section", 29},
      {"{{#lead.city}}", "the section 'lead.city' is not closed", 1},
      {"{{> header}}", "partials", 1},
      {"{{=<% %>=}}", "partials", 1},
  };
  const auto lead = lead_schema({});
  for (const auto& one : kCases) {
    const auto problem = template_problem(one.text, lead);
    ASSERT_EQ(problem.has_value(), *one.problem != '\0') << one.text;
    if (!problem) continue;
    EXPECT_TRUE(problem->message.starts_with(one.problem)) << problem->message;
    EXPECT_EQ(problem->column, one.column) << one.text;
  }
  EXPECT_TRUE(template_problem(std::string(100'000, 'x'), lead));
}

TEST(MessageTemplate, AHoleIsAVariableThatIsShownAndHasNoValue) {
  static const std::pair<const char*, const char*> kRows[] = {
      {"plain", ""},
      {"{{has}} {{{has}}} {{& has }} {{! no }}", ""},
      {"{{has}}, {{no}}", "no"},
      {"{{{no}}}", "no"},
      {"{{&no}}", "no"},
      {"{{#no}}{{no}}{{/no}}", ""},
      {"{{#no}}{{no}}{{/no}}{{^no}}there{{/no}}", ""},
      {"{{#has}}{{no}}{{/has}}", "no"},
      {"{{^has}}{{no}}{{/has}}", ""},
      {"{{#no}}{{#has}}{{no}}{{/has}}{{/no}}{{has}}", ""},
      {"{{#no}}{{/no}}{{other}}", "other"},
  };
  for (const auto& [text, hole] : kRows) {
    EXPECT_EQ(hole_in(text, [](std::string_view name) { return name == "has"; }).value_or(""), hole) << text;
  }
}

}  // namespace
}  // namespace leakproof::config
