#include "text/csv.h"

#include <algorithm>
#include <optional>

#include "text/utf8.h"

namespace leakproof::text {
namespace {

char separator_of(std::string_view text) {
  const auto header = text.substr(0, text.find('\n'));
  const auto count = [&](char c) { return std::count(header.begin(), header.end(), c); };
  if (count(';') > count(',')) return ';';
  return count('\t') > count(',') ? '\t' : ',';
}

// Thrown within this file only.
struct Stop {
  CsvProblem problem;
};

class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text), separator_(separator_of(text)) {}
  bool at_end() const { return at_ >= text_.size(); }

  CsvRow row() {
    CsvRow row{line_, {}};
    while (true) {
      column_ = row.cells.size() + 1;
      row.cells.push_back(cell());
      if (at_end() || text_[at_] != separator_) break;
      ++at_;
    }
    end_line();
    return row;
  }

 private:
  std::string cell() {
    if (!at_end() && text_[at_] == '"') return quoted();
    const auto end = std::min(text_.find_first_of(std::string{separator_, '\r', '\n'}, at_), text_.size());
    std::string cell(text_.substr(at_, end - at_));
    at_ = end;
    return cell;
  }
  std::string quoted() {
    const auto begins = line_;
    std::string cell;
    for (++at_; !at_end(); ++at_) {
      if (text_[at_] == '"' && text_.substr(at_, 2) == "\"\"")
        ++at_;
      else if (text_[at_] == '"') {
        ++at_;
        at_ = std::min(text_.find_first_not_of(' ', at_), text_.size());
        if (at_end() || std::string{separator_, '\r', '\n'}.find(text_[at_]) != std::string::npos) return cell;
        throw Stop{{line_, column_, "text behind a closing quote"}};
      }
      line_ += text_[at_] == '\n';
      cell += text_[at_];
    }
    throw Stop{{begins, column_, "a quote is never closed"}};
  }
  void end_line() {
    if (!at_end() && text_[at_] == '\r') ++at_;
    if (!at_end() && text_[at_] == '\n') ++at_;
    ++line_;
  }

  std::string_view text_;
  char separator_;
  std::size_t at_ = 0;
  std::size_t line_ = 1, column_ = 1;
};

bool is_blank(const CsvRow& row) {
  return std::all_of(row.cells.begin(), row.cells.end(), [](const std::string& cell) { return cell.empty(); });
}

// Of a row that is not blank.
void check_row(const CsvRow& row, std::size_t columns) {
  if (row.cells.size() > columns) {
    const std::string count = std::to_string(row.cells.size()) + " cells, the header has " + std::to_string(columns);
    throw Stop{{row.line, columns + 1, count}};
  }
  for (std::size_t i = 0; i < row.cells.size(); ++i) {
    const auto at = first_foreign_byte(row.cells[i]);
    if (at == std::string::npos) continue;
    const std::string what = row.cells[i][at] == '\0' ? "holds a NUL byte" : "is not UTF-8";
    throw Stop{{row.line, i + 1, what + ": save the file as CSV in UTF-8"}};
  }
}

}  // namespace

std::string_view trimmed(std::string_view cell) {
  const auto first = cell.find_first_not_of(" \t");
  return first == cell.npos ? std::string_view() : cell.substr(first, cell.find_last_not_of(" \t") - first + 1);
}

std::variant<std::vector<CsvRow>, CsvProblem> parse_csv(std::string_view text) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  Scanner scanner(text);
  std::vector<CsvRow> rows;
  try {
    while (!scanner.at_end()) {
      auto row = scanner.row();
      if (is_blank(row)) continue;
      check_row(row, rows.empty() ? row.cells.size() : rows.front().cells.size());
      rows.push_back(std::move(row));
    }
  } catch (const Stop& stop) {
    return stop.problem;
  }
  return rows;
}

}  // namespace leakproof::text
