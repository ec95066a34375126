// Tested by: tools/lint/lint_test.cc
#include "lint/witness.h"

#include <nlohmann/json.hpp>

#include "rules/schema.h"

namespace leakproof::router {

void Witness::set(const rules::Schema& schema, rules::Slot slot, rules::Value value) {
  nlohmann::json json;
  if (const auto* text = value.get_if<std::string_view>()) {
    value = rules::Value(std::string_view(texts_.emplace_back(*text)));
    json = texts_.back();
  } else if (const auto* flag = value.get_if<bool>()) {
    json = *flag;
  } else if (const auto* whole = value.get_if<std::int64_t>()) {
    json = *whole;
  } else if (const auto* real = value.get_if<double>()) {
    json = *real;
  }
  record_.set(slot, value);
  fields_[schema.path(slot)] = json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace leakproof::router
