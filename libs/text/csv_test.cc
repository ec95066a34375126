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
  EXPECT_EQ(text_of(std::string_view("\xff\xfe\x61\0\t\0b\0\n\0\xc6\x1e", 12)), "1:[a][b]2:[Ệ]") << "UTF-16, tabs";
  EXPECT_EQ(text_of("\xff\xfe"
                    "a"),
            "1:1 is not UTF-16, as its first bytes say");
  EXPECT_EQ(text_of(std::string_view("a\nA\0n\n", 6)), "2:1 holds a NUL byte: save the file as CSV in UTF-8");
  EXPECT_EQ(text_of("a,b\n1,\"2\n3"), "2:2 a quote is never closed");
  EXPECT_EQ(text_of("sep=;\r\na;b,c\r\n1;2\r\n"), "2:[a][b,c]3:[1][2]") << "as Excel begins a file";
  EXPECT_EQ(text_of("sep=x"), "1:[sep=x]");
  EXPECT_EQ(text_of("SEP=;\na;b,c\n1;2\n"), "2:[a][b,c]3:[1][2]");
  EXPECT_EQ(text_of("\"sep=;\"\r\na;b,c\r\n1;2\r\n"), "2:[a][b,c]3:[1][2]");
  EXPECT_EQ(text_of("\"sep=;\",b\n1,2\n"), "1:[sep=;][b]2:[1][2]");
  EXPECT_EQ(text_of("a|b|c\nx,y|2|\n"), "1:[a][b][c]2:[x,y][2][]");
  EXPECT_EQ(text_of("a,b|c,d\n1,x|y,2\n"), "1:[a][b|c][d]2:[1][x|y][2]") << "a bar within a name";
  EXPECT_EQ(text_of("a;b|c;d|e\n1;2;3\n"), "1:[a][b|c][d|e]2:[1][2][3]");
  EXPECT_EQ(text_of(R"(a,b
"say \"hi\"",1
"C:\",2
"5\" disk, red",3
)"),
            R"(1:[a][b]2:[say \"hi\"][1]3:[C:\][2]4:[5\" disk, red][3])")
      << "as PHP writes quotes";
}

std::string lines_of(std::string_view csv) {
  std::string out;
  for (const auto& line : parse_csv_lines(csv)) {
    out += std::to_string(line.line) + ":";
    for (const auto& cell : line.cells) out += "[" + cell + "]";
    if (!line.problem.empty()) out += "(" + line.problem + ")";
  }
  return out;
}

TEST(Csv, ABadLineCostsThatLine) {
  EXPECT_EQ(lines_of("a,b\n\"x\"y,1\nc,2\n"), "1:[a][b]2:[\"x\"y,1](text behind a closing quote)3:[c][2]");
  EXPECT_EQ(lines_of("a,b\n\"An,1\nBo,2\n"), "1:[a][b]2:[\"An,1](a quote is never closed)3:[Bo][2]");
  EXPECT_EQ(lines_of("a,b\n\"An,1\n\"Bo\",2\n"), "1:[a][b]2:[\"An,1](text behind a closing quote)3:[Bo][2]");
  EXPECT_EQ(lines_of("a,b\n1,2,3\n"), "1:[a][b]2:[1][2][3]");
  EXPECT_EQ(
      lines_of(std::string_view("a\nA\0n\n\xff"
                                "b\n",
                                9)),
      "1:[a]2:[A\\x00n](holds a NUL byte: save the file as CSV in UTF-8)3:[\\xffb](is not UTF-8: save the file as "
      "CSV in UTF-8)");
}

}  // namespace
}  // namespace leakproof::text
