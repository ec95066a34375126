#include "leadctl/text_diff.h"

#include <gtest/gtest.h>

namespace leakproof::leadctl {
namespace {

TEST(TextDiff, ShowsWhatChangedWithContext) {
  EXPECT_EQ(text_diff("a\nb\n", "a\nb\n"), "");
  EXPECT_EQ(text_diff("1\n2\n3\nold\n4\n5\n6\n", "1\n2\n3\nnew\n4\n5\n6\n"),
            "@@ line 2 @@\n  2\n  3\n- old\n+ new\n  4\n  5\n");
  EXPECT_EQ(text_diff("a\nb\nc\n", "a\nx\nb\nc\ny\n"), "@@ line 1 @@\n  a\n+ x\n  b\n  c\n+ y\n");
  EXPECT_EQ(text_diff("", "a"), "@@ line 1 @@\n+ a\n");
  EXPECT_EQ(text_diff("a", ""), "@@ line 1 @@\n- a\n");
}

TEST(TextDiff, VeryLargeChangesAreShownWhole) {
  std::string before, after;
  for (int i = 0; i < 5000; ++i) {
    before += "a" + std::to_string(i) + "\n";
    after += "b" + std::to_string(i) + "\n";
  }
  EXPECT_TRUE(text_diff(before, after).starts_with("@@ line 1 @@\n- a0\n- a1\n"));
}

}  // namespace
}  // namespace leakproof::leadctl
