// CSV by RFC 4180 and as programs write it: any line ends, quoted cells, quotes that are doubled or stand behind a
// backslash (PHP), a byte-order mark, also of UTF-16, a separator that the first line names ("sep=;", Excel) or that is
// guessed from the header: a comma, a semicolon, a tab, or a bar where nothing else separates.
#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace leakproof::text {

struct CsvRow {
  std::size_t line = 1;  // where it begins, 1-based
  std::vector<std::string> cells;
};

struct CsvProblem {
  std::size_t line = 1, column = 1;  // the cell's place in its row, 1-based
  std::string message;
};

// Every row, the header first; lines without any text are left out. Refuses a quote that is never closed, text behind a
// closing quote, a row with more cells than the header, and what is not UTF-8.
std::variant<std::vector<CsvRow>, CsvProblem> parse_csv(std::string_view text);

// The same, where a line that is wrong costs that line alone: it is given as it stands, with what is wrong. More cells
// than the header are none of that.
struct CsvLine {
  std::size_t line = 1;
  std::vector<std::string> cells;  // with a problem: one, all of the line
  std::string problem{};           // empty: there is none
};
std::vector<CsvLine> parse_csv_lines(std::string_view text);

// A cell without the blanks around it.
std::string_view trimmed(std::string_view cell);

}  // namespace leakproof::text
