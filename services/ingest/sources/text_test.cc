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

TEST(Text, Times) {
  const std::pair<const char*, std::int64_t> cases[] = {
      {"2026-01-05T03:10:22Z", 1767582622},
      {"2026-01-05T03:10:22+0000", 1767582622},
      {"2026-01-05T10:10:22+07:00", 1767582622},
      {"2026-01-05T10:10:22", 1767582622},
      {"2026-01-05 10:10:22", 1767582622},
      {"2026-01-05T10:10:22.5", 1767582622},
      {"2026-01-05T10:10", 1767582600},
      {"2026-01-05", 1767546000},
      {"2026-01-05 03:10:22(UTC+00:00)", 1767582622},  // TikTok's export
      {"2026-01-05 10:10:22 (UTC+07:00)", 1767582622},
      {"2026-01-05 03:10:22 UTC", 1767582622},
      {"2026-01-05 10:10:22 GMT+7", 1767582622},
      {"2026-01-04 21:10:22 (GMT-06:00)", 1767582622},
      {"2026-01-05 10:10:22 +0700", 1767582622},
      {"2026-01-05 03:10:22 (Berlin)", 0},
      {"2026-01-05 03:10:22 UTC+99", 0},
      {"2026-01-05 03:10:22 UTC+7x", 0},
      {"2026-01-05 UTC", 0},
      {"2026-01-05T03:10:60Z", 0},
      {"2026-01-05T10:10:60", 0},
      {"2026-02-30", 0},
      {"January 5", 0},
      {"January 5!", 0},
      {"", 0},
  };
  for (const auto& [in, seconds] : cases) {
    const auto time = parse_time(in, "Asia/Ho_Chi_Minh");
    EXPECT_EQ(time ? to_micros(*time) / 1000000 : 0, seconds) << in;
  }
  EXPECT_FALSE(parse_time("2026-01-05T10:10:22")) << "never UTC";
  EXPECT_FALSE(parse_time("2026-01-05"));
}

}  // namespace
}  // namespace leakproof::ingest
