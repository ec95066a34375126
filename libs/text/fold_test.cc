#include "text/fold.h"

#include <gtest/gtest.h>

namespace leakproof::text {
namespace {

TEST(Fold, DropsCaseAccentsSpacesAndPunctuation) {
  const std::pair<std::string, std::string> cases[] = {
      {"Số điện thoại", "sodienthoai"},
      {"so_dien_thoai", "sodienthoai"},
      {"ĐỊA CHỈ", "diachi"},
      {"E-Mail*", "email"},
      {"Straße", "strasse"},
      {"Ho\xcc\xa3 te\xcc\x82n", "hoten"},
      {"SW1A 1AA", "sw1a1aa"},
      {"", ""},
      {"電話", "電話"},
  };
  for (const auto& [in, out] : cases) EXPECT_EQ(fold(in), out) << in;
}

}  // namespace
}  // namespace leakproof::text
