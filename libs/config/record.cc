#include "config/record.h"

namespace leakproof::config {
namespace {

using lead::v1::Value;
using rules::Type;

rules::Value list_value(const lead::v1::TextList& list, ListStorage& lists) {
  auto& views = lists.emplace_back(list.items().begin(), list.items().end());
  return rules::List{views.data(), views.size()};
}

// The value as the field's type; nothing when it is of another.
std::optional<rules::Value> as_type(const Value& value, Type type, ListStorage& lists) {
  switch (value.kind_case()) {
    case Value::kText:
      return type == Type::kString ? std::optional(rules::Value(std::string_view(value.text()))) : std::nullopt;
    case Value::kInteger:
      if (type == Type::kDouble) return rules::Value(static_cast<double>(value.integer()));
      return type == Type::kInt ? std::optional(rules::Value(value.integer())) : std::nullopt;
    case Value::kReal:
      return type == Type::kDouble ? std::optional(rules::Value(value.real())) : std::nullopt;
    case Value::kFlag:
      return type == Type::kBool ? std::optional(rules::Value(value.flag())) : std::nullopt;
    case Value::kInstantMicros:
      return type == Type::kTimestamp ? std::optional(rules::Value(instant_from_micros(value.instant_micros())))
                                      : std::nullopt;
    case Value::kList:
      return type == Type::kList ? std::optional(list_value(value.list(), lists)) : std::nullopt;
    case Value::KIND_NOT_SET:
      return std::nullopt;
  }
  return std::nullopt;
}

}  // namespace

void fill_record(const rules::Schema& schema, const google::protobuf::Map<std::string, Value>& attributes,
                 rules::Record& record, ListStorage& lists, std::string_view prefix) {
  for (const auto& [path, stored] : attributes) {
    const auto slot = schema.find(std::string(prefix) + path);
    if (!slot) continue;
    if (const auto value = as_type(stored, schema.type(*slot), lists)) record.set(*slot, *value);
  }
}

}  // namespace leakproof::config
