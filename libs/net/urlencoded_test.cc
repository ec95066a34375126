#include "net/urlencoded.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace leakproof::net {
namespace {

using testing::ElementsAre;
using testing::Pair;

TEST(Urlencoded, ReadsFieldsInOrder) {
  EXPECT_THAT(*parse_urlencoded("a=1&b=x+y%26&a=2&&c&d=&=e&n%C3%A9=%E2%82%AC"),
              ElementsAre(Pair("a", "1"), Pair("b", "x y&"), Pair("a", "2"), Pair("c", ""), Pair("d", ""),
                          Pair("", "e"), Pair("né", "€")));
  EXPECT_TRUE(parse_urlencoded("")->empty());
}

TEST(Urlencoded, APercentSignThatBeginsNothingStays) {
  EXPECT_THAT(*parse_urlencoded("a=%&b=%4&c=%zz&d=50%+off&e%=%C3%A9%&f=%uZZ11&g=100%25u1EC5"),
              ElementsAre(Pair("a", "%"), Pair("b", "%4"), Pair("c", "%zz"), Pair("d", "50% off"), Pair("e%", "é%"),
                          Pair("f", "%uZZ11"), Pair("g", "100%u1EC5")));
  EXPECT_THAT(*parse_urlencoded("n=Tr%u1EA7n%20H%F9ng%20%uD83D%uDE00&p=+84&q=%uD83D"),
              ElementsAre(Pair("n", "Trần Hùng 😀"), Pair("p", "+84"), Pair("q", "%uD83D")))
      << "as escape() of JavaScript writes: %FC is a letter, and a plus is one";
  EXPECT_FALSE(percent_decode("50%", false).ok()) << "a path is not a form";
}

TEST(Urlencoded, RefusesWhatIsNoText) {
  for (const char* bad :
       {"a=%ff", "a=%00", "a=%%00", "a=%u0000", "%c0%af=1", "a=%ED%A0%80", "a=%F4%90%80%80", "a=%E2%82"}) {
    EXPECT_FALSE(parse_urlencoded(bad).ok()) << bad;
  }
  EXPECT_FALSE(parse_urlencoded("a&b&c", 2).ok());
  EXPECT_FALSE(parse_urlencoded("a=" + std::string(kFormValueBytesMax + 1, 'x')).ok());
}

TEST(Urlencoded, EncodingIsUndoneByDecoding) {
  const std::string text = "a/b ?&=+%é~";
  EXPECT_EQ(percent_encode(text), "a%2Fb%20%3F%26%3D%2B%25%C3%A9~");
  EXPECT_EQ(*percent_decode(percent_encode(text), false), text);
  EXPECT_EQ(*percent_decode("a+b", false), "a+b");
}

}  // namespace
}  // namespace leakproof::net
