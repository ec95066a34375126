#include "ingest/sources/text.h"

#include <gtest/gtest.h>

namespace leakproof::ingest {
namespace {

using Pair = std::pair<std::string, std::string>;

TEST(Text, Cleans) {
  const Pair cases[] = {
      {"  An   Tran ", "An Tran"},
      {"Nguye\xcc\x82\xcc\x83n", "Nguyễn"},  // composed
      {"a\nb\x1b[31mc\x7f", "a b [31mc"},    // no control characters
      {"\xe2\x80\xae"
       "An\xe2\x80\x8b",
       "An"},  // no reversed, no invisible text
      {"\xff", "\xef\xbf\xbd"},
      {"=cmd()", "=cmd()"},
  };
  for (const auto& [in, out] : cases) EXPECT_EQ(clean(in), out);
}

TEST(Text, WhatNobodySees) {
  for (const char* text : {"a\r\n", "\u202e1", "1\u200b", "a\tb", "\u20661"}) EXPECT_TRUE(has_hidden(text)) << text;
  for (const char* text : {"", "Ví Dụ", "a b", "+84 901"}) EXPECT_FALSE(has_hidden(text)) << text;
}

TEST(Text, Times) {
  const std::pair<const char*, std::int64_t> cases[] = {
      {"2026-01-05T03:10:22Z", 1767582622},
      {"2026-01-05T03:10:22+0000", 1767582622},
      {"2026-01-05T10:10:22+07:00", 1767582622},
      {"2026-01-05T03:10:22", 1767582622},
      {"2026-01-05", 1767571200},
      {"January 5", 0},
      {"", 0},
  };
  for (const auto& [in, seconds] : cases) {
    const auto time = parse_time(in);
    EXPECT_EQ(time ? to_micros(*time) / 1000000 : 0, seconds) << in;
  }
}

}  // namespace
}  // namespace leakproof::ingest
