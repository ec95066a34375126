#include "ingest/sources/number.h"

#include <gtest/gtest.h>

#include "ingest/sources/number_text.h"

namespace leakproof::ingest {
namespace {

struct Case {
  const char *in, *region, *out;
};
void check(const std::vector<Case>& cases) {
  for (const auto& [in, region, out] : cases)
    EXPECT_EQ(read_number(in, region).value_or(""), out) << in << " " << region;
}

TEST(ReadNumber, AsPeopleOfTheRegionWriteIt) {
  check({
      {"50000", "VN", "50000"},
      {"50.000", "VN", "50000"},
      {"50,000", "US", "50000"},
      {"1.234.567", "VN", "1234567"},
      {"1,234,567", "VN", "1234567"},
      {"1.234,50", "VN", "1234.5"},
      {"1,234.50", "VN", "1234.5"},
      {"50000.00", "VN", "50000"},
      {"50000,5", "VN", "50000.5"},
      {"0.500", "VN", "0.5"},
      {"2.125", "US", "2.125"},
      {"2,125", "VN", "2.125"},
      {"600 000 000", "VN", "600000000"},
      {"600\u00a0000,50", "DE", "600000.5"},
      {"1'250'000", "CH", "1250000"},
      {"1\u2019250.50", "CH", "1250.5"},
      {"12,34,567", "IN", "1234567"},
      {"5e4", "VN", "50000"},
      {"1.5E+6", "VN", "1500000"},
      {"5e-1", "VN", "0.5"},
      {"-7", "VN", "-7"},
      {"+7", "VN", "7"},
      {"\u22127", "VN", "-7"},
      {"007", "VN", "7"},
  });
}

TEST(ReadNumber, WithCurrencyAndUnits) {
  check({
      // money
      {"$60,000", "VN", "60000"},
      {"$60.000", "VN", "60000"},
      {"60.000 đ", "VN", "60000"},
      {"60.000₫", "VN", "60000"},
      {"60,000 VND", "VN", "60000"},
      {"US$ 1,500.50", "VN", "1500.5"},
      {"EUR 60.000", "US", "60000"},
      {"60.000 đồng", "VN", "60000"},
      {"$5k", "VN", "5000"},

      // units
      {"600 triệu", "VN", "600000000"},
      {"600tr", "VN", "600000000"},
      {"1,5 tỷ", "VN", "1500000000"},
      {"1.5 tỉ", "VN", "1500000000"},
      {"1.500 tỷ", "VN", "1500000000000"},
      {"600 triệu VND", "VN", "600000000"},
      {"5 nghìn", "VN", "5000"},
      {"1,5 Mio. €", "DE", "1500000"},
      {"2 crore", "IN", "20000000"},
      {"50k", "VN", "50000"},
      {"1.5M", "VN", "1500000"},
      {"60tr", "VN", "60000000"},
      {"60 tr", "VN", "60000000"},
      {"1.5M", "US", "1500000"},

      // other digits
      {"\u0665\u0660\u066c\u0660\u0660\u0660", "AE", "50000"},
      {"\u0661\u066b\u0665", "AE", "1.5"},
      {"\u06f5\u06f0\u06f0", "IR", "500"},
      {"\u096b\u0966\u0966", "IN", "500"},
      {"\uff15\uff10\uff10", "JP", "500"},
  });
}

TEST(ReadNumber, SumsOfFallingUnits) {
  check({
      {"1 tỷ 200 triệu", "VN", "1200000000"},
      {"1 tỷ 200 triệu VND", "VN", "1200000000"},
      {"1tỷ200tr", "VN", "1200000000"},
      {"1 tr 500k", "VN", "1500000"},
      {"3 tỷ 50 triệu 500 nghìn", "VN", "3050500000"},
      {"1.500 tỷ 200 triệu", "VN", "1500200000000"},
      {"USD 1 million 200 thousand", "US", "1200000"},
      {"2 crore 50 lakh", "IN", "25000000"},
      // as people of Vietnam say it
      {"2 tỷ rưỡi", "VN", "2500000000"},
      {"1 tỷ rưỡi", "VN", "1500000000"},
      {"1 tỷ 200 triệu rưỡi", "VN", "1200500000"},
      {"1tr5", "VN", "1500000"},
      {"1 tỷ 2", "VN", "1200000000"},
      {"1 tỷ 200", "VN", "1200000000"},
      {"5 nghìn 200", "VN", "5200"},
      // no sums
      {"200 triệu 1 tỷ", "VN", ""},
      {"1 tỷ 2000 triệu", "VN", ""},
      {"1 tỷ 2 tỷ", "VN", ""},
      {"1,5 tỷ 200 triệu", "VN", ""},
      {"1,5 tỷ rưỡi", "VN", ""},
      {"2 tỷ rưỡi 200 triệu", "VN", ""},
      {"rưỡi tỷ 2", "VN", ""},
      {"1 tỷ 20", "VN", ""},
      {"1 tỷ 2 5", "VN", ""},
      {"1 million 2", "US", ""},
      {"$1 tỷ 200 triệu VND", "VN", ""},
      {"2 rưỡi", "VN", ""},
  });
}

TEST(ReadNumber, WhatIsNotExactIsTakenAsItStands) {
  check({
      {"~ 60tr", "VN", "60000000"},
      {"~60tr", "VN", "60000000"},
      {"\uff5e60tr", "VN", "60000000"},
      {"\u2248 50k", "VN", "50000"},
      {"khoảng 60 triệu", "VN", "60000000"},
      {"Khoảng 1 tỷ 200 triệu", "VN", "1200000000"},
      {"about 5,000", "US", "5000"},
      {"about 5000", "VN", "5000"},
      {"ca. 5.000 €", "DE", "5000"},
      {"approx. $60k", "US", "60000"},
      {"about 5,000", "VN", ""},
      {"about", "VN", ""},
      {"~", "VN", ""},
  });
}

// A field of whole numbers has no decimals: three digits behind a mark are thousands, whatever the mark.
TEST(ReadNumber, ForAFieldOfWholeNumbers) {
  const Case cases[] = {{"60,000", "VN", "60000"}, {"60,500", "VN", "60500"}, {"2,125", "VN", "2125"},
                        {"50.000", "US", "50000"}, {"50.000", "", "50000"},   {"about 5,000", "VN", "5000"},
                        {"60,5", "VN", "60.5"},    {"1,500 tỷ", "VN", ""},    {"1,5 tỷ", "VN", "1500000000"},
                        {"0.500", "VN", "0.5"},    {"60,0000", "VN", "60"},   {"1,23,456", "VN", "123456"}};
  for (const auto& [in, region, out] : cases)
    EXPECT_EQ(read_number(in, region, NumberKind::kWhole).value_or(""), out) << in << " " << region;
}

TEST(ReadNumber, NothingThatReadsInTwoWaysOrIsNone) {
  check({
      // in two ways, or none
      {"60,000", "VN", ""},
      {"50.000", "US", ""},
      {"1,500 tỷ", "VN", ""},
      {"50.000", "", ""},
      {"10-20", "VN", ""},
      {"10 - 20 triệu", "VN", ""},
      {"50-60tr", "VN", ""},
      {"50 - 60 triệu", "VN", ""},
      {"50~60tr", "VN", ""},
      {"5 10", "VN", ""},
      {"1.23.456", "VN", ""},
      {"từ 5 đến 10 triệu", "VN", ""},
      {"50%", "VN", ""},
      {"> 50", "VN", ""},
      {"50+", "VN", ""},
      {"5 triệu tỷ", "VN", ""},
      {"1e999", "VN", ""},
      {"nan", "VN", ""},
      {"", "VN", ""},
      {"-", "VN", ""},
      {"0901 234 567 Zalo", "VN", ""},
  });
}

TEST(PlainNumber, WithoutWhatProgramsPutAroundIt) {
  const std::pair<const char*, const char*> cases[] = {
      {"30901820.0", "30901820"},     {"30901820.00", "30901820"}, {"8.4901234567E+10", "84901234567"},
      {"8.49012E+10", "8.49012E+10"}, {"'0901", "0901"},           {"=\"0901\"", "0901"},
      {"tel:0901", "0901"},           {"090.123", "090.123"},      {" 0901 ", "0901"}};
  for (const auto& [in, out] : cases) EXPECT_EQ(plain_number(in), out) << in;
}

}  // namespace
}  // namespace leakproof::ingest
