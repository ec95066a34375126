#include "base/encoding.h"

#include <gtest/gtest.h>

#include <utility>

namespace leakproof {
namespace {

using namespace std::string_literals;

TEST(Encoding, HexGoesThereAndBack) {
  EXPECT_EQ(hex("\x00\xff\x0a"s), "00ff0a");
  EXPECT_EQ(unhex("00fF0A"), "\x00\xff\x0a"s);
  for (const char* bad : {"0", "0g", " 0", "0x"}) EXPECT_EQ(unhex(bad), std::nullopt) << bad;
}

TEST(Encoding, Base64GoesThereAndBack) {
  const std::pair<std::string, std::string> rows[] = {{"", ""},        {"f", "Zg=="},          {"fo", "Zm8="},
                                                      {"foo", "Zm9v"}, {"foobar", "Zm9vYmFy"}, {"\x00\xff"s, "AP8="}};
  for (const auto& [bytes, text] : rows) {
    EXPECT_EQ(base64_encode(bytes), text);
    EXPECT_EQ(base64_decode(text), bytes);
  }
}

TEST(Encoding, Base64HasOneSpellingOnly) {
  for (const char* bad : {"Zg", "Zg=", "Zh==", "Zm9=", "====", "Zg==Zg==", " Zm9v", "Zm9v\n", "Zm9v    ", "Zm-v",
                          "=Zm9", "Z===", "Zm 9"}) {
    EXPECT_EQ(base64_decode(bad), std::nullopt) << bad;
  }
}

}  // namespace
}  // namespace leakproof
