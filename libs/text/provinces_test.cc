#include "text/provinces.h"

#include <gtest/gtest.h>

namespace leakproof::text {
namespace {

TEST(Provinces, AreFoundAsPeopleWriteThem) {
  const std::pair<const char*, const char*> cases[] = {
      {"Đà Nẵng", "Đà Nẵng"},
      {"\u00d0à Nẵng", "Đà Nẵng"},
      {"TP. Đà Nẵng", "Đà Nẵng"},
      {"Thành phố Hồ Chí Minh", "Hồ Chí Minh"},
      {"TP. Hồ Chí Minh", "Hồ Chí Minh"},
      {"TP Huế", "Huế"},
      {"Da Nang City", "Đà Nẵng"},
      {"TPHCM", "Hồ Chí Minh"},
      {"Ho Chi Minh City, Vietnam", "Hồ Chí Minh"},
      {"Quận 1, TP. HCM", "Hồ Chí Minh"},
      {"Sài Gòn", "Hồ Chí Minh"},
      {"tỉnh Bình Dương", "Bình Dương"},
      {"Hòa Bình", "Hoà Bình"},
      {"Thừa Thiên-Huế", "Huế"},
      {"Ba Ria - Vung Tau", "Bà Rịa - Vũng Tàu"},
      {"Đắc Lắc", "Đắk Lắk"},
      {"Kiến Giang", "Kiên Giang"},
      {"Hanoi", "Hà Nội"},
      {"Thủ đô Hà Nội", "Hà Nội"},
      {"T. Nghệ An", "Nghệ An"},
      {"t.Nghệ An", "Nghệ An"},
      {"Vinh, T. Nghệ An", "Nghệ An"},

      {"THN", ""},
      {"tnghean", ""},
      {"Paris", ""},
      {"ĐN", ""},  // Đà Nẵng or Đồng Nai
      {"VN", ""},
      {"", ""},
  };
  for (const auto& [in, out] : cases) EXPECT_EQ(find_province(in, "VN"), out) << in;
  EXPECT_EQ(find_province("Hà Nội", "DE"), "");
}

TEST(Provinces, WentIntoThoseOfToday) {
  using Names = std::vector<std::string_view>;
  EXPECT_EQ(merged_into("Hồ Chí Minh"), (Names{"Bình Dương", "Bà Rịa - Vũng Tàu"}));
  EXPECT_EQ(merged_into("Bắc Ninh"), (Names{"Bắc Giang"}));
  EXPECT_EQ(merged_into("Lào Cai"), (Names{"Yên Bái"}));
  EXPECT_EQ(merged_into("Hà Nội"), Names{});
  EXPECT_EQ(merged_into("Bình Dương"), Names{});
  EXPECT_EQ(province_now("Bình Dương"), "Hồ Chí Minh");
  EXPECT_EQ(province_now("Lào Cai"), "Lào Cai");
  EXPECT_EQ(province_now("Bavaria"), "");
  EXPECT_TRUE(is_of_today("Lào Cai"));
  EXPECT_FALSE(is_of_today("Yên Bái"));
}

}  // namespace
}  // namespace leakproof::text
