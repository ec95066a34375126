#include "rules/text_literal.h"

#include <gtest/gtest.h>

#include "rules/parse.h"

namespace leakproof::rules {
namespace {

TEST(TextLiteral, Escapes) {
  EXPECT_EQ(unescaped("plain", 0), "plain");
  EXPECT_EQ(unescaped(R"(a\n\t\\\"\')", 0), "a\n\t\\\"'");
  EXPECT_EQ(unescaped(R"(\x41\u00e9\u1ea1\U0001F600)", 0), "A\xc3\xa9\xe1\xba\xa1\xf0\x9f\x98\x80");
}

TEST(TextLiteral, RefusesWhatNamesNoCharacter) {
  for (const auto* bad :
       {R"(ab\q)", R"(ab\x4)", R"(ab\xzz)", R"(ab\ud800)", R"(ab\U00110000)", R"(ab\u12)", R"(ab\u-123)"}) {
    try {
      unescaped(bad, 10);
      FAIL() << bad;
    } catch (const Refused& refused) {
      EXPECT_EQ(refused.at, 12U) << bad;
    }
  }
}

}  // namespace
}  // namespace leakproof::rules
