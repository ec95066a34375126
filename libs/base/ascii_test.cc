#include "base/ascii.h"

#include <gtest/gtest.h>

namespace leakproof {
namespace {

TEST(Ascii, LowerCaseIsOfAsciiLettersOnly) {
  EXPECT_EQ(lower_case("Content-TYPE [@`{] 09 ÀÉ"), "content-type [@`{] 09 ÀÉ");
}

}  // namespace
}  // namespace leakproof
