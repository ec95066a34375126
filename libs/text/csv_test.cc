#include "text/csv.h"

#include <gtest/gtest.h>

namespace leakproof::text {
namespace {

std::string text_of(std::string_view csv) {
  const auto parsed = parse_csv(csv);
  if (const auto* problem = std::get_if<CsvProblem>(&parsed))
    return std::to_string(problem->line) + ":" + std::to_string(problem->column) + " " + problem->message;
  std::string out;
  for (const auto& row : std::get<std::vector<CsvRow>>(parsed)) {
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
  EXPECT_EQ(text_of("a,b\n1,2,3\n"), "2:3 3 cells, the header has 2");
  EXPECT_EQ(text_of("a,b\n,\n \n1,\"2\" \n"), "1:[a][b]3:[ ]4:[1][2]");
  EXPECT_EQ(text_of("a,b\n1,\"2\"x\n"), "2:2 text behind a closing quote");
  EXPECT_EQ(text_of("a,b\n\"\n\n\"1,2"), "4:1 text behind a closing quote");
  EXPECT_EQ(text_of("a,b\n1,Jos\xe9\n"), "2:2 is not UTF-8: save the file as CSV in UTF-8");
  EXPECT_EQ(text_of(std::string_view("\xff\xfe\x61\0,\0", 6)), "1:1 is not UTF-8: save the file as CSV in UTF-8");
  EXPECT_EQ(text_of(std::string_view("a\nA\0n\n", 6)), "2:1 holds a NUL byte: save the file as CSV in UTF-8");
  EXPECT_EQ(text_of("a,b\n1,\"2\n3"), "2:2 a quote is never closed");
}

}  // namespace
}  // namespace leakproof::text
