#include "text/csv.h"

#include <algorithm>
#include <optional>

#include "base/ascii.h"
#include "base/encoding.h"
#include "text/charset.h"
#include "text/utf8.h"

namespace leakproof::text {
namespace {

// "sep=;" and the end of its line, in quotes when a program wrote it as a cell.
std::optional<char> named_separator(std::string_view text) {
  const auto end = text.find_first_of("\r\n");
  if (end == text.npos) return std::nullopt;
  auto line = text.substr(0, end);
  if (line.size() == 7 && line.starts_with('"') && line.ends_with('"')) line = line.substr(1, 5);
  return line.size() == 5 && lower_case(line.substr(0, 4)) == "sep=" ? std::optional(line[4]) : std::nullopt;
}

// A bar only where nothing else separates: it stands within names and cells, too.
char separator_of(std::string_view text) {
  if (const auto named = named_separator(text)) return *named;
  const auto header = text.substr(0, text.find('\n'));
  const auto count = [&](char c) { return std::count(header.begin(), header.end(), c); };
  if (count(';') > count(',')) return ';';
  if (count('\t') > count(',')) return '\t';
  return count(',') == 0 && count('|') > 0 ? '|' : ',';
}

// Thrown within this file only.
struct Stop {
  CsvProblem problem;
};

class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text), separator_(separator_of(text)) {
    if (named_separator(text)) skip_line();
  }
  bool at_end() const { return at_ >= text_.size(); }

  // Where a row may begin.
  struct Place {
    std::size_t at, line;
  };
  Place place() const { return {at_, line_}; }
  void return_to(Place place) {
    at_ = place.at;
    line_ = place.line;
  }
  std::string_view skip_line() {
    const auto end = std::min(text_.find_first_of("\r\n", at_), text_.size());
    const auto line = text_.substr(at_, end - at_);
    at_ = end;
    end_line();
    return line;
  }

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
      const bool escaped = text_[at_] == '"' && text_[at_ - 1] == '\\';
      if (escaped && text_.substr(at_ + 1).starts_with('"') && ends_cell(at_ + 2)) {
        cell += text_[at_++];  // fputcsv doubles no quote behind a backslash: this one is meant, the next one closes
        at_ = end_of_cell(at_ + 1);
        return cell;
      }
      if (text_[at_] == '"' && text_.substr(at_, 2) == "\"\"")
        ++at_;
      else if (text_[at_] == '"' && ends_cell(at_ + 1)) {
        at_ = end_of_cell(at_ + 1);
        return cell;
      } else if (text_[at_] == '"' && !escaped) {
        throw Stop{{line_, column_, "text behind a closing quote"}};
      }
      line_ += text_[at_] == '\n';
      cell += text_[at_];
    }
    throw Stop{{begins, column_, "a quote is never closed"}};
  }
  std::size_t end_of_cell(std::size_t at) const { return std::min(text_.find_first_not_of(' ', at), text_.size()); }
  bool ends_cell(std::size_t at) const {
    const auto end = end_of_cell(at);
    return end == text_.size() || std::string{separator_, '\r', '\n'}.find(text_[end]) != std::string::npos;
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
void check_count(const CsvRow& row, std::size_t columns) {
  if (row.cells.size() <= columns) return;
  const std::string count = std::to_string(row.cells.size()) + " cells, the header has " + std::to_string(columns);
  throw Stop{{row.line, columns + 1, count}};
}

void check_text(const CsvRow& row) {
  for (std::size_t i = 0; i < row.cells.size(); ++i) {
    const auto at = first_foreign_byte(row.cells[i]);
    if (at == std::string::npos) continue;
    const std::string what = row.cells[i][at] == '\0' ? "holds a NUL byte" : "is not UTF-8";
    throw Stop{{row.line, i + 1, what + ": save the file as CSV in UTF-8"}};
  }
}

// Bytes that are no text, as people can read and send them.
std::string shown(std::string_view line) {
  std::string out;
  for (std::string_view rest = line; !rest.empty();) {
    const auto bad = std::min(first_foreign_byte(rest), rest.size());
    out += rest.substr(0, bad);
    if (bad < rest.size()) out += "\\x" + hex(rest.substr(bad, 1));
    rest.remove_prefix(std::min(bad + 1, rest.size()));
  }
  return out;
}

}  // namespace

std::string_view trimmed(std::string_view cell) {
  const auto first = cell.find_first_not_of(" \t");
  return first == cell.npos ? std::string_view() : cell.substr(first, cell.find_last_not_of(" \t") - first + 1);
}

std::variant<std::vector<CsvRow>, CsvProblem> parse_csv(std::string_view bytes) {
  const auto text = without_mark(bytes);
  if (!text) return CsvProblem{1, 1, "is not UTF-16, as its first bytes say"};
  Scanner scanner(*text);
  std::vector<CsvRow> rows;
  try {
    while (!scanner.at_end()) {
      auto row = scanner.row();
      if (is_blank(row)) continue;
      check_count(row, rows.empty() ? row.cells.size() : rows.front().cells.size());
      check_text(row);
      rows.push_back(std::move(row));
    }
  } catch (const Stop& stop) {
    return stop.problem;
  }
  return rows;
}

std::vector<CsvLine> parse_csv_lines(std::string_view bytes) {
  const auto text = without_mark(bytes);
  if (!text) return {{1, {}, "is not UTF-16, as its first bytes say"}};
  Scanner scanner(*text);
  std::vector<CsvLine> lines;
  while (!scanner.at_end()) {
    const auto begin = scanner.place();
    try {
      auto row = scanner.row();
      if (is_blank(row)) continue;
      check_text(row);
      lines.push_back({row.line, std::move(row.cells)});
    } catch (const Stop& stop) {
      scanner.return_to(begin);
      lines.push_back({begin.line, {shown(scanner.skip_line())}, stop.problem.message});
    }
  }
  return lines;
}

}  // namespace leakproof::text
