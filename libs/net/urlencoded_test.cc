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

TEST(Urlencoded, RefusesWhatIsNoText) {
  for (const char* bad :
       {"a=%", "a=%4", "a=%zz", "a=%ff", "a=%00", "%c0%af=1", "a=%ED%A0%80", "a=%F4%90%80%80", "a=%E2%82"}) {
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
