#include "leadctl/table.h"

#include <gtest/gtest.h>

#include <sstream>

namespace leakproof::leadctl {
namespace {

TEST(Table, AlignsByCharactersAndTamesControlCharacters) {
  Table table({"id", "name"});
  table.add({"1", "Đỗ"});
  table.add({"12", "a\x1b[31mb\nc\xC2\x9B"});
  std::ostringstream out;
  table.print(out);
  EXPECT_EQ(out.str(), "id  name\n1   Đỗ\n12  a [31mb c \n");
}

TEST(Table, CsvCellsAreQuotedAndNeverCalculated) {
  EXPECT_EQ(csv_cell("plain"), "plain");
  EXPECT_EQ(csv_cell("a,\"b\""), "\"a,\"\"b\"\"\"");
  for (const char* formula : {"=cmd()", "+1", "-1", "@x", "\tx"})
    EXPECT_EQ(csv_cell(formula), std::string("'") + formula);
}

TEST(Table, When) {
  EXPECT_EQ(when(0), "-");
  EXPECT_EQ(when(1'000'000), "1970-01-01T00:00:01Z");
}

}  // namespace
}  // namespace leakproof::leadctl
