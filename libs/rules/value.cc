#include "rules/value.h"

#include <array>
#include <charconv>

#include "calendar/text.h"

namespace leakproof::rules {
namespace {

std::string shown(bool value) { return value ? "true" : "false"; }
std::string shown(std::int64_t value) { return std::to_string(value); }
std::string shown(double value) {
  std::array<char, 32> digits;
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
  return {digits.data(), end};
}
std::string shown(std::string_view value) {
  std::string text = "\"";
  for (const char c : value) {
    if (c == '"' || c == '\\') text += '\\';
    text += c == '\n' ? ' ' : c;
  }
  return text + '"';
}
std::string shown(Instant value) { return calendar::format_instant(value); }
std::string shown(Duration value) { return calendar::format_duration(value); }
template <class T>
std::string shown(std::span<const T> list) {
  std::string text = "[";
  for (const auto& element : list) text += (text.size() > 1 ? ", " : "") + shown(element);
  return text + "]";
}

}  // namespace

std::string_view name_of(Type type) {
  static constexpr std::array<std::string_view, 9> kNames = {
      "bool", "int", "double", "string", "timestamp", "duration", "list of string", "list of int", "list of double"};
  return kNames[static_cast<std::size_t>(type)];
}

std::string Value::text() const {
  return std::visit([](const auto& value) { return shown(value); }, state_);
}

}  // namespace leakproof::rules
