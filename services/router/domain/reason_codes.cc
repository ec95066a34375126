#include "router/domain/reason_codes.h"

#include <algorithm>

#include "base/check.h"

namespace leakproof::router {
namespace {

template <class Rows, class Value>
const auto& row_of(const Rows& rows, Value value) {
  const auto at = static_cast<std::size_t>(value) - static_cast<std::size_t>(rows.front().value);
  LEAKPROOF_CHECK(at < rows.size());
  return rows[at];
}

}  // namespace

std::string_view name_of(Trigger trigger) { return row_of(kTriggers, trigger).name; }
std::string_view name_of(Outcome outcome) { return row_of(kOutcomes, outcome).name; }
std::string_view name_of(Reason reason) { return row_of(kReasons, reason).name; }
bool counts_as_absent(Reason reason) { return row_of(kReasons, reason).counts_as_absent; }

std::optional<Reason> reason_of(std::string_view name) {
  const auto row = std::ranges::find(kReasons, name, &ReasonRow::name);
  return row == kReasons.end() ? std::nullopt : std::optional(row->value);
}

}  // namespace leakproof::router
