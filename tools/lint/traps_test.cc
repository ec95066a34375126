#include "lint/traps.h"

#include <gtest/gtest.h>

namespace leakproof::router {
namespace {

TEST(Traps, NamesThatBrowsersFillIn) {
  for (const char* name : {"fax_number", "Fax", "tel", "work-tel", "email2", "your-email", "website", "url", "company",
                           "Middle Name", "zip", "cc-number", "street", "job title"})
    EXPECT_TRUE(is_filled_by_browsers(name)) << name;
  for (const char* name : {"second_topic", "hotel", "telescope", "leave_this_empty", "hp", "zipper", "x9", ""})
    EXPECT_FALSE(is_filled_by_browsers(name)) << name;
}

TEST(Traps, EachIsAWarning) {
  LintReport report;
  look_at_traps({{"site", "fax_number"}, {"other", "second_topic"}}, report);
  ASSERT_EQ(report.findings.size(), 1u);
  EXPECT_EQ(report.findings[0].subject, "site");
  EXPECT_EQ(name_of(report.findings[0].concern), "honeypot");
  EXPECT_TRUE(report.findings[0].warning);
}

}  // namespace
}  // namespace leakproof::router
