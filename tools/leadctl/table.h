// Answers as text for people: aligned columns, safe on a terminal.
#pragma once
#include <cstdint>
#include <iosfwd>
#include <string>
#include <string_view>
#include <vector>

namespace leakproof::leadctl {

class Table {
 public:
  explicit Table(std::vector<std::string> columns) : columns_(std::move(columns)) {}
  // As many cells as there are columns.
  void add(std::vector<std::string> cells) { rows_.push_back(std::move(cells)); }
  void print(std::ostream& out) const;

 private:
  std::vector<std::string> columns_;
  std::vector<std::vector<std::string>> rows_;
};

// Control characters as spaces: what a lead typed must not steer a terminal.
std::string printable(std::string_view text);
// A cell of a CSV file, quoted where needed; a beginning that a spreadsheet would calculate gets an apostrophe in
// front.
std::string csv_cell(std::string_view text);
// "2026-02-17T08:00:00Z", or "-" for 0.
std::string when(std::int64_t micros);

}  // namespace leakproof::leadctl
