#include "rules/functions.h"

#include <algorithm>
#include <cstring>

#include "rules/edits.h"

namespace leakproof::rules {
namespace {

Overloads all_overloads() {
  Overloads table;
  add_comparisons(table);
  add_arithmetic(table);
  add_texts(table);
  add_collections(table);
  add_conversions(table);
  add_times(table);
  std::ranges::stable_sort(table, {}, [](const Overload& row) { return std::pair(row.name, row.form); });
  return table;
}
const Overloads& overloads() {
  static const Overloads table = all_overloads();
  return table;
}

}  // namespace

Evaluated made_text(std::string_view text, Scratch& scratch) {
  char* out = scratch.take(text.size());
  if (out == nullptr) return Evaluated::fault(kNoRoom);
  std::ranges::copy(text, out);
  return Value(std::string_view(out, text.size()));
}

std::span<const Overload> overloads_of(std::string_view name) {
  const auto rows = std::ranges::equal_range(overloads(), name, {}, &Overload::name);
  return {rows.begin(), rows.end()};
}

std::string_view nearest_function(std::string_view name) {
  Nearest nearest(name);
  for (const auto& row : overloads()) {
    if (row.form != Form::kOperator && row.name != kFirstFold) nearest.consider(row.name);
  }
  return nearest.best();
}

}  // namespace leakproof::rules
