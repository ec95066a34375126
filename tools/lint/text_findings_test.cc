#include "lint/text_findings.h"

#include <gtest/gtest.h>

#include "lint/office_fake.h"

namespace leakproof::router {
namespace {

std::string found_in(const std::string& when) {
  rules::Schema schema;
  for (const char* path : {"lead.city", "lead.country", "lead.job_title", "lead.company", "lead.custom.product"})
    schema.add(path, rules::Type::kString);
  auto compiled = rules::Program::compile(when, schema, rules::Type::kBool);
  const auto* program = std::get_if<rules::Program>(&compiled);
  EXPECT_NE(program, nullptr) << when;
  LintReport report;
  if (program != nullptr) look_at_texts({{"r", *program}}, schema, report);
  return said(report);
}

TEST(TextFindings, NamesPatternsInsideWordsAndCapitalsThatCount) {
  struct Row {
    const char *when, *found;
  };
  const Row rows[] = {
      {R"(lead.job_title.lowerAscii().matches("ceo|cto|cfo|director"))", "loose_match r"},
      {R"x(lead.job_title.lowerAscii().matches("(ceo|cto)"))x", "loose_match r"},
      {R"(lead.job_title.matches("(?i)\\b(ceo|cto)\\b"))", ""},
      {R"(lead.job_title.lowerAscii().matches("director|manager"))", ""},
      {R"(lead.job_title.lowerAscii().matches("^(ceo|cto)$"))", ""},
      {R"(lead.job_title.matches("Director"))", "case_sensitive r"},
      {R"(lead.job_title.lowerAscii().contains("cto"))", "loose_match r"},
      {R"(lead.job_title.lowerAscii().contains("director"))", ""},
      {R"(lead.city == "HÀ NỘI")", "case_sensitive r"},
      {R"("Hà Nội" == lead.city)", "case_sensitive r"},
      {R"(lead.city.fold() == "hanoi")", ""},
      {R"(lead.city in ["Hà Nội", "Huế"])", "case_sensitive r"},
      {R"(lead.company.startsWith("FPT"))", "case_sensitive r"},
      {R"(lead.custom.product == "erp")", "case_sensitive r"},
      {R"(lead.city == "70000")", ""},
      {R"(lead.country == "VN")", ""},
      {R"(has(lead.city))", ""},
  };
  for (const auto& row : rows) EXPECT_EQ(found_in(row.when), row.found) << row.when;
}

}  // namespace
}  // namespace leakproof::router
