// A decision table: CSV whose rows are rules. The header names the fields that cells are compared with, and where a row
// leads. Pure.
#pragma once
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "rules/schema.h"

namespace leakproof::config {

// What is wrong with a file, by row and cell as a spreadsheet counts them from 1.
struct FileProblem {
  int line = 1, column = 1;
  std::string name;  // of the column
  std::string message;
};

struct TableRow {
  std::string id;  // "row-17", or what the column `id` says
  int line = 0;
  std::string when;
  std::string pool, journey;  // one of them
  std::string from, until;    // when it is in force: moments; empty = always
  int until_column = 0;
  int pool_column = 0;       // where it stands; of `journey` likewise
  int cells = 0, depth = 0;  // how specific: conditions, and how small the place is (country 1 … postal code 5)
  int prefix = 0;            // and how much of the texts is named
};

struct DecisionTable {
  std::vector<TableRow> rows;  // in the order of the file
  // By field of texts or lists: what its cells name, as conditions; `!a|b` names a and b, too.
  std::map<std::string, std::set<std::string>> named;
  std::vector<FileProblem> problems;
};

// `schema` is what rules may name.
DecisionTable read_table(std::string_view csv, const rules::Schema& schema);

// The most specific rows first; rows that are equally so keep their order.
void order_by_specificity(std::vector<TableRow>& rows);

}  // namespace leakproof::config
