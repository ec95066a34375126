#include "text/utf8.h"

#include <gtest/gtest.h>

#include <string>

namespace leakproof::text {
namespace {

using namespace std::string_literals;

TEST(Utf8, TheFirstForeignByte) {
  const struct {
    std::string text;
    std::size_t at;
  } cases[] = {{"", std::string::npos},
               {"Hồ Chí Minh 🙂", std::string::npos},
               {"\xF4\x8F\xBF\xBF", std::string::npos},
               {"a\xC0\xAF", 1},          // an overlong '/'
               {"ab\xED\xA0\x80", 2},     // a surrogate
               {"é\xF4\x90\x80\x80", 2},  // beyond U+10FFFF
               {"€\xE2\x82", 3},          // cut off
               {"a\x80", 1},              // no first byte
               {"\xFF", 0},
               {"\xE0\x80\xAFz", 0}};
  for (const auto& [text, at] : cases) {
    EXPECT_EQ(first_foreign_byte(text), at) << text;
    EXPECT_EQ(is_utf8(text), at == std::string::npos) << text;
  }
}

TEST(Utf8, ANulIsForeignAndUtf8) {
  EXPECT_EQ(first_foreign_byte("ab\0c"s), 2u);
  EXPECT_TRUE(is_utf8("ab\0c"s));
}

}  // namespace
}  // namespace leakproof::text
