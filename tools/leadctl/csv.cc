#include "leadctl/csv.h"

#include <algorithm>

#include "net/urlencoded.h"

namespace leakproof::leadctl {
namespace {

char separator_of(std::string_view text) {
  const auto header = text.substr(0, text.find('\n'));
  const auto count = [&](char c) { return std::count(header.begin(), header.end(), c); };
  if (count(';') > count(',')) return ';';
  return count('\t') > count(',') ? '\t' : ',';
}

class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text), separator_(separator_of(text)) {}
  bool at_end() const { return at_ >= text_.size(); }

  Result<CsvRow> row() {
    CsvRow row{line_, {}};
    while (true) {
      LEAKPROOF_ASSIGN(cell, this->cell());
      row.cells.push_back(std::move(cell));
      if (at_end() || text_[at_] != separator_) break;
      ++at_;
    }
    end_line();
    return row;
  }

 private:
  Result<std::string> cell() {
    if (!at_end() && text_[at_] == '"') return quoted();
    const auto end = std::min(text_.find_first_of(std::string{separator_, '\r', '\n'}, at_), text_.size());
    std::string cell(text_.substr(at_, end - at_));
    at_ = end;
    return cell;
  }
  Result<std::string> quoted() {
    const auto begins = line_;
    std::string cell;
    for (++at_; !at_end(); ++at_) {
      if (text_[at_] == '"' && text_.substr(at_, 2) == "\"\"")
        ++at_;
      else if (text_[at_] == '"') {
        ++at_;
        at_ = std::min(text_.find_first_not_of(' ', at_), text_.size());
        if (at_end() || std::string{separator_, '\r', '\n'}.find(text_[at_]) != std::string::npos) return cell;
        return refuse("line " + std::to_string(line_) + ": text behind a closing quote");
      }
      line_ += text_[at_] == '\n';
      cell += text_[at_];
    }
    return refuse("line " + std::to_string(begins) + ": a quote is never closed");
  }
  void end_line() {
    if (!at_end() && text_[at_] == '\r') ++at_;
    if (!at_end() && text_[at_] == '\n') ++at_;
    ++line_;
  }

  std::string_view text_;
  char separator_;
  std::size_t at_ = 0;
  std::size_t line_ = 1;
};

bool is_blank(const CsvRow& row) {
  return std::all_of(row.cells.begin(), row.cells.end(), [](const std::string& cell) { return cell.empty(); });
}

// Of a row that is not blank.
Status check_row(const CsvRow& row, std::size_t columns) {
  const auto wrong = [&](const std::string& what) { return refuse("line " + std::to_string(row.line) + ": " + what); };
  if (row.cells.size() > columns) return wrong(std::to_string(row.cells.size()) + " cells, the header has " + std::to_string(columns));
  for (const auto& cell : row.cells) {
    if (!valid_utf8(cell)) return wrong("is not UTF-8: save the file as CSV in UTF-8");
  }
  return {};
}

}  // namespace

Result<std::vector<CsvRow>> parse_csv(std::string_view text) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  Scanner scanner(text);
  std::vector<CsvRow> rows;
  while (!scanner.at_end()) {
    LEAKPROOF_ASSIGN(row, scanner.row());
    if (is_blank(row)) continue;
    LEAKPROOF_TRY(check_row(row, rows.empty() ? row.cells.size() : rows.front().cells.size()));
    rows.push_back(std::move(row));
  }
  return rows;
}

}  // namespace leakproof::leadctl
