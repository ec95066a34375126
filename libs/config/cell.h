// A cell of a decision table as a condition of the rule language. Pure; docs/formats/workspace.md has the grammar.
#pragma once
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "config/place_cell.h"
#include "rules/value.h"

namespace leakproof::config {

// What the cells of a column are compared with.
struct TableField {
  std::string path;  // lead.country
  rules::Type type = rules::Type::kString;
  bool folds = false;  // a text compared without case, accents, spaces and punctuation
  PlaceKind place = PlaceKind::kNone;
  std::set<std::string_view> provinces{};  // of a column of places: those that its cells name
};

// Whether a table can compare fields of this type.
bool is_comparable(rules::Type type);

// The alternatives of a cell, `a|b`.
std::vector<std::string_view> alternatives_of(std::string_view cell);

inline constexpr int kWholeText = 255;

struct CellCondition {
  std::string when;  // empty = any
  int prefix = 0;    // bytes of the shortest beginning that is named, as 2 of `70*`; whole texts count as kWholeText
};

// kRefuse says what is wrong with the cell, for who wrote it.
Result<CellCondition> condition_of(std::string_view cell, const TableField& field);

}  // namespace leakproof::config
