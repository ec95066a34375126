// Tested by: libs/rules/schema_test.cc
#include "rules/edits.h"

#include <algorithm>
#include <numeric>
#include <utility>
#include <vector>

namespace leakproof::rules {

std::size_t edits_between(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);  // one row of the table at a time
  std::iota(row.begin(), row.end(), 0);
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t diagonal = std::exchange(row[0], i + 1);
    for (std::size_t j = 0; j < b.size(); ++j) {
      const std::size_t replaced = diagonal + (a[i] != b[j]);
      diagonal = row[j + 1];
      row[j + 1] = std::min({replaced, row[j] + 1, row[j + 1] + 1});
    }
  }
  return row.back();
}

void Nearest::consider(std::string_view name) {
  constexpr std::size_t kLongest = 100;
  if (std::max(name.size(), wanted_.size()) > kLongest) return;
  const auto edits = edits_between(wanted_, name);
  if (edits >= wanted_.size() || edits > fewest_ || (!best_.empty() && edits == fewest_)) return;
  best_ = name;
  fewest_ = edits;
}

}  // namespace leakproof::rules
