#include "text/names.h"

#include <gtest/gtest.h>

namespace leakproof::text {
namespace {

TEST(Names, AGivenNameIsFoundByTheRulesOfTheLanguage) {
  const struct {
    const char *full, *language, *country, *given;
  } rows[] = {
      {"Anna Petersen", "", "DE", "Anna"},
      {"Anna Maria Petersen", "", "DE", "Anna"},
      {"Petersen, Anna", "", "DE", "Anna"},
      {"Dr. Anna Petersen", "", "DE", "Anna"},
      {"Frau Prof. Dr. Petersen", "", "DE", "Petersen"},
      {"Nguyễn Thị Lan", "", "VN", "Lan"},
      {"Nguyễn Thị Lan", "vi", "DE", "Lan"},
      {"Nguyễn Thị Lan", "vi-VN", "", "Lan"},
      {"Lan", "", "VN", "Lan"},
      {"Anh", "", "VN", "Anh"},
      {"Nguyễn Anh", "", "VN", "Anh"},
      {"Anh Tuấn", "", "VN", "Tuấn"},
      {"Anna Petersen", "en", "VN", "Anna"},
      {"Nagy János", "hu", "", "János"},
      {"Kim Min Jun", "", "KR", "Min Jun"},
      {"Anna Petersen", "", "", "Anna"},
      {"  Anna \t Petersen ", "", "", "Anna"},
      {"Lê", "", "VN", "Lê"},
      {"Trần Bình (Zalo)", "", "VN", "Bình"},
      {"Anna (Petersen)", "", "DE", "Anna"},
      {"Anna Petersen, MBA", "", "DE", "Anna"},
      {"Anna Petersen, M.Sc., Ph.D.", "", "US", "Anna"},
      {"Prof. Dr. med. Anna Petersen", "", "DE", "Anna"},
      {"Dr. rer. nat. Anna Petersen", "", "DE", "Anna"},
      {"Nguyễn, Văn An", "", "VN", "An"},
      {"Kim, Min Jun", "", "KR", "Min Jun"},
      {"Familie Petersen", "", "DE", "Petersen"},
      {"J. Robert Oppenheimer", "", "US", "Robert"},
      {"Petersen, A.", "", "DE", "A."},
      {"Nguyễn Văn A", "", "VN", "A"},
      {"Nguyễn Lan", "Tiếng Việt", "", "Lan"},
      {"Nguyễn Lan", "somehow", "VN", "Lan"},
      {"Anna Petersen", "Deutsch", "VN", "Anna"},
      {"Petersen, Ma", "", "DE", "Ma"},
      {"Anna Petersen, MA", "", "DE", "Anna"},

      {"A. Petersen", "", "DE", ""},
      {"Công ty Gỗ Việt", "", "VN", ""},
      {"Cty TNHH Gỗ Việt", "", "VN", ""},
      {"Acme GmbH", "", "DE", ""},
      {"(Zalo)", "", "VN", ""},
      {"山田太郎", "", "JP", ""},
      {"김민준", "", "KR", ""},
      {"anna@example.de", "", "DE", ""},
      {"0901 234 567", "", "VN", ""},
      {"", "", "DE", ""},
      {" ", "", "DE", ""},
      {",", "", "DE", ""},
  };
  for (const auto& row : rows)
    EXPECT_EQ(given_name_of(row.full, {row.language, row.country, ""}), row.given) << row.full;
}
TEST(Names, AFullNameStandsInTheOrderOfTheLanguage) {
  const struct {
    const char *given, *family, *language, *country, *region, *full;
  } rows[] = {
      {"Anna", "Petersen", "", "DE", "VN", "Anna Petersen"},
      {"Anna", "Petersen", "de", "", "VN", "Anna Petersen"},
      {"Lan", "Nguyễn Thị", "", "", "VN", "Nguyễn Thị Lan"},
      {"Lan", "Nguyễn Thị", "", "VN", "DE", "Nguyễn Thị Lan"},
      {"Lan", "Nguyễn Thị", "vi", "DE", "DE", "Nguyễn Thị Lan"},
      {"Anna", "", "", "DE", "VN", "Anna"},
      {"", "Petersen", "", "DE", "VN", "Petersen"},
      {"Anna", "Petersen", "", "", "", "Anna Petersen"},
  };
  for (const auto& row : rows)
    EXPECT_EQ(full_name_of(row.given, row.family, {row.language, row.country, row.region}), row.full);
}

}  // namespace
}  // namespace leakproof::text
