#include "rules/schema.h"

#include <algorithm>
#include <array>

#include "rules/edits.h"

namespace leakproof::rules {
namespace {

constexpr std::array<std::string_view, 4> kReserved = {"true", "false", "null", "in"};

bool is_name(std::string_view name) {
  const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; };
  const auto legal = [&](char c) { return letter(c) || (c >= '0' && c <= '9'); };
  return !name.empty() && letter(name[0]) && std::ranges::all_of(name, legal) &&
         std::ranges::find(kReserved, name) == kReserved.end();
}

}  // namespace

Slot Schema::add(std::string path, Type type, Type element) {
  LEAKPROOF_CHECK(is_path(path));
  const auto [known, added] = slots_.try_emplace(path, Slot(static_cast<std::uint32_t>(fields_.size())));
  if (added) fields_.push_back({std::move(path), type, element});
  LEAKPROOF_CHECK(this->type(known->second) == type);
  return known->second;
}

std::optional<Slot> Schema::find(std::string_view path) const {
  const auto known = slots_.find(path);
  return known == slots_.end() ? std::nullopt : std::optional(known->second);
}

bool Schema::is_path(std::string_view path) {
  for (;;) {
    const auto dot = path.find('.');
    if (!is_name(path.substr(0, dot))) return false;
    if (dot == std::string_view::npos) return true;
    path.remove_prefix(dot + 1);
  }
}

std::optional<std::string> Schema::nearest(std::string_view path) const {
  Nearest nearest(path);
  for (const auto& field : fields_) nearest.consider(field.path);
  return nearest.best().empty() ? std::nullopt : std::optional<std::string>(nearest.best());
}

void Record::set(Slot slot, Value value) {
  LEAKPROOF_CHECK(slot.value() < values_.size() &&
                  (value.type() == schema_->type(slot) || schema_->type(slot) == Type::kDyn));
  values_[slot.value()] = value;
}

}  // namespace leakproof::rules
