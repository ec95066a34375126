#include "leadctl/csv.h"

#include <gtest/gtest.h>

namespace leakproof::leadctl {
namespace {

std::string text_of(std::string_view csv) {
  const auto rows = parse_csv(csv);
  if (!rows.ok()) return rows.error().message();
  std::string out;
  for (const auto& row : *rows) {
    out += std::to_string(row.line) + ":";
    for (const auto& cell : row.cells) out += "[" + cell + "]";
  }
  return out;
}

TEST(Csv, ReadsWhatSpreadsheetsWrite) {
  EXPECT_EQ(text_of("a,b\n1,2\n"), "1:[a][b]2:[1][2]");
  EXPECT_EQ(text_of("\xEF\xBB\xBF"
                    "a;b\r\n\r\n1;\"x;\"\"y\"\"\nz\"\r\n3;"),
            "1:[a][b]3:[1][x;\"y\"\nz]5:[3][]");
  EXPECT_EQ(text_of("a\tb\n1\t2"), "1:[a][b]2:[1][2]");
  EXPECT_EQ(text_of("a,b\n1\n"), "1:[a][b]2:[1]");
  EXPECT_EQ(text_of(""), "");
  EXPECT_EQ(text_of("a,b\n1,2,3\n"), "line 2: 3 cells, the header has 2");
  EXPECT_EQ(text_of("a,b\n,\n \n1,\"2\" \n"), "1:[a][b]3:[ ]4:[1][2]");
  EXPECT_EQ(text_of("a,b\n1,\"2\"x\n"), "line 2: text behind a closing quote");
  EXPECT_EQ(text_of("a,b\n\"\n\n\"1,2"), "line 4: text behind a closing quote");
  EXPECT_EQ(text_of("a,b\n1,Jos\xe9\n"), "line 2: is not UTF-8: save the file as CSV in UTF-8");
  EXPECT_EQ(text_of(std::string_view("\xff\xfe\x61\0,\0", 6)), "line 1: is not UTF-8: save the file as CSV in UTF-8");
  EXPECT_EQ(text_of("a,b\n1,\"2\n3"), "line 2: a quote is never closed");
}

}  // namespace
}  // namespace leakproof::leadctl
