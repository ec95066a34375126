#include "lint/place_findings.h"

#include <gtest/gtest.h>

#include "lint/office_fake.h"

namespace leakproof::router {
namespace {

std::string found_in(const std::string& when, bool is_row = false) {
  rules::Schema schema;
  for (const char* path :
       {"lead.city", "lead.region", "lead.province", "lead.province_now", "lead.country", "lead.phone_region"})
    schema.add(path, rules::Type::kString);
  auto compiled = rules::Program::compile(when, schema, rules::Type::kBool);
  const auto* program = std::get_if<rules::Program>(&compiled);
  EXPECT_NE(program, nullptr) << when;
  LintReport report;
  if (program != nullptr) look_at_places({{"r", *program, 7, is_row}}, schema, report);
  std::string all;
  for (const auto& finding : report.findings) {
    EXPECT_EQ(finding.line, 7);
    const auto write = finding.text.rfind(": write ");
    const bool says = write != std::string::npos;
    all += (all.empty() ? "" : ", ") + std::string(name_of(finding.concern)) + (finding.warning ? "!" : "") +
           (says ? " " + finding.text.substr(write + 8) : "");
  }
  return all;
}

TEST(PlaceFindings, NameWhatToWriteForACountryAndAProvince) {
  struct Row {
    const char *when, *found;
  };
  const Row rows[] = {
      {R"(lead.country == "VN")", ""},
      {R"(lead.country == "Vietnam")", R"(not_the_code! "VN")"},
      {R"("Việt Nam" == lead.country)", R"(not_the_code! "VN")"},
      {R"(lead.country != "Vietnam")", R"(not_the_code! "VN")"},
      {R"(!(lead.country == "Deutschland"))", R"(not_the_code! "DE")"},
      {R"(lead.country == "vn")", R"(not_the_code! "VN")"},
      {R"(lead.country == "VNM")", R"(not_the_code! "VN")"},
      {R"(lead.country == "UK")", R"(not_the_code! "GB")"},
      {R"(lead.country in ["DE", "Austria", "che"])", R"(not_the_code! "AT", not_the_code! "CH")"},
      {R"(lead.country.fold() == "vn")", ""},
      {R"(lead.country.fold() == "vietnam")", R"(not_the_code! "vn")"},
      {R"(lead.country.fold() in ["vietnam", "vn"])", R"(not_the_code! "vn")"},
      {R"(lead.country.lowerAscii() == "germany")", R"(not_the_code! "de")"},
      {R"(lead.country.upperAscii() == "VIETNAM")", R"(not_the_code! "VN")"},
      {R"(lead.phone_region == "Vietnam")", R"(not_the_code! "VN")"},
      {R"(lead.country.startsWith("Viet"))", "not_the_code"},
      {R"(lead.country.startsWith("Vietnam"))", R"(not_the_code! "VN")"},
      {R"(lead.country.startsWith("V"))", ""},
      {R"(lead.country.contains("Germany"))", R"(not_the_code! "DE")"},
      {R"x(lead.country.matches("(?i)^(vietnam|vn)$"))x", R"(not_the_code! "VN")"},
      {R"x(lead.country.matches("^(VN|TH)$"))x", ""},
      {R"x(lead.country.matches("^[A-Z]{2}$"))x", ""},
      {R"(lead.country == "Atlantis")", "not_the_code"},
      {R"(has(lead.country) && lead.country == lead.phone_region)", ""},

      {R"(lead.province == "Đà Nẵng" || lead.province == "Quảng Nam")", ""},
      {R"(lead.province == "TP. Huế")", R"(not_the_name! "Huế")"},
      {R"(lead.province == "Hanoi")", R"(not_the_name! "Hà Nội")"},
      {R"(lead.province.fold() == "hanoi")", ""},
      {R"(lead.province.fold() == "tphanoi")", R"(not_the_name! "hanoi")"},
      {R"(lead.province == "Bavaria")", "not_the_name!"},
      {R"(lead.province == "Hồ Chí Minh")", "merged"},
      {R"(lead.province in ["Hồ Chí Minh", "Bình Dương", "Bà Rịa - Vũng Tàu"])", ""},
      {R"(lead.province == "Bình Dương")", ""},
      {R"(lead.province_now == "Hồ Chí Minh")", ""},
      {R"(lead.province_now == "Bình Dương")", R"(not_the_name! "Hồ Chí Minh")"},
      {R"(lead.province_now in ["Hanoi", "Huế"])", R"(not_the_name! "Hà Nội")"},

      {R"(lead.region.fold() == "hanoi")", "many_spellings"},
      {R"(lead.city == "Hồ Chí Minh")", "many_spellings"},
      {R"(lead.city.fold() == "vungtau")", ""},
      {R"(lead.region.fold() == "bavaria")", ""},
      {R"(lead.region.fold() == "hanoi" || lead.province == "Hà Nội")", ""},
  };
  for (const auto& row : rows) EXPECT_EQ(found_in(row.when), row.found) << row.when;
  EXPECT_EQ(found_in(R"(lead.province == "Hồ Chí Minh")", true), "") << "its table has a row for the others";
}

}  // namespace
}  // namespace leakproof::router
