#include "rules/value.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>

#include "base/time_text.h"

namespace leakproof::rules {
namespace {

std::string shown(std::monostate) { return "null"; }
std::string shown(bool value) { return value ? "true" : "false"; }
std::string shown(std::int64_t value) { return std::to_string(value); }
std::string shown(Uint value) { return std::to_string(value.value) + "u"; }
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
std::string shown(Bytes value) {
  static constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text = "b\"";
  for (const char c : value.data) {
    if (c >= ' ' && c <= '~' && c != '"' && c != '\\') {
      text += c;
    } else {
      text += {'\\', 'x', kDigits[static_cast<unsigned char>(c) >> 4], kDigits[c & 15]};
    }
  }
  return text + '"';
}
std::string shown(Timestamp value) {
  return value.nanos % 1000 ? format_timestamp(value)
                            : format_instant(Instant(std::chrono::seconds(value.seconds) +
                                                     std::chrono::microseconds(value.nanos / 1000)));
}
std::string shown(Span value) {
  if (value.nanos % 1000) return format_seconds(value);
  return format_duration(std::chrono::seconds(value.seconds) + std::chrono::microseconds(value.nanos / 1000));
}
std::string shown(const List& list) {
  std::string text = "[";
  for (const auto& element : list) text += (text.size() > 1 ? ", " : "") + element.text();
  return text + "]";
}
std::string shown(const Map& map) {
  std::string text = "{";
  for (const auto& [key, value] : map) text += (text.size() > 1 ? ", " : "") + key.text() + ": " + value.text();
  return text + "}";
}
std::string shown(Type type) { return std::string(name_of(type)); }

// As doubles, like the specification's cases: beyond 2^53 a double stands for all whole numbers that round to it.
std::partial_ordering compared(std::int64_t a, double b) { return static_cast<double>(a) <=> b; }
std::partial_ordering compared(Uint a, double b) { return static_cast<double>(a.value) <=> b; }
std::partial_ordering compared(std::int64_t a, Uint b) {
  return a < 0 ? std::partial_ordering::less : std::partial_ordering(static_cast<std::uint64_t>(a) <=> b.value);
}
std::partial_ordering turned(std::partial_ordering order) { return 0 <=> order; }

struct Order {
  using Answer = std::optional<std::partial_ordering>;
  Answer operator()(bool a, bool b) const { return a <=> b; }
  Answer operator()(std::int64_t a, std::int64_t b) const { return a <=> b; }
  Answer operator()(Uint a, Uint b) const { return a.value <=> b.value; }
  Answer operator()(double a, double b) const { return a <=> b; }
  Answer operator()(std::int64_t a, Uint b) const { return compared(a, b); }
  Answer operator()(Uint a, std::int64_t b) const { return turned(compared(b, a)); }
  Answer operator()(std::int64_t a, double b) const { return compared(a, b); }
  Answer operator()(double a, std::int64_t b) const { return turned(compared(b, a)); }
  Answer operator()(Uint a, double b) const { return compared(a, b); }
  Answer operator()(double a, Uint b) const { return turned(compared(b, a)); }
  Answer operator()(std::string_view a, std::string_view b) const { return a <=> b; }
  Answer operator()(Bytes a, Bytes b) const { return a.data <=> b.data; }
  Answer operator()(Timestamp a, Timestamp b) const { return a <=> b; }
  Answer operator()(Span a, Span b) const { return a <=> b; }
  template <class A, class B>
  Answer operator()(const A&, const B&) const {
    return std::nullopt;
  }
};

bool equal_lists(const List& a, const List& b) { return std::ranges::equal(a, b, equal); }
bool equal_maps(const Map& a, const Map& b) {
  if (a.size() != b.size()) return false;
  return std::ranges::all_of(a, [&](const MapEntry& entry) {
    const Value* other = find(b, entry.key);
    return other != nullptr && equal(entry.value, *other);
  });
}

}  // namespace

std::string_view name_of(Type type) {
  static constexpr std::array<std::string_view, 13> kNames = {"null_type", "bool",  "int",       "uint",     "double",
                                                              "string",    "bytes", "timestamp", "duration", "list",
                                                              "map",       "type",  "dyn"};
  return kNames[static_cast<std::size_t>(type)];
}

std::string Value::text() const {
  return std::visit([](const auto& value) { return shown(value); }, state_);
}

std::optional<std::partial_ordering> order(const Value& a, const Value& b) {
  if (a.type() == b.type()) {  // the common case, without a table of all pairs
    switch (a.type()) {
      case Type::kString:
        return a.as<std::string_view>() <=> b.as<std::string_view>();
      case Type::kInt:
        return a.as<std::int64_t>() <=> b.as<std::int64_t>();
      case Type::kDouble:
        return a.as<double>() <=> b.as<double>();
      default:
        break;
    }
  }
  return a.visit([&](const auto& x) { return b.visit([&](const auto& y) { return Order{}(x, y); }); });
}

bool equal(const Value& a, const Value& b) {
  if (const auto* text = a.get_if<std::string_view>())
    return b.type() == Type::kString && *text == b.as<std::string_view>();
  if (a.type() == b.type()) {
    if (a.type() == Type::kNull) return true;
    if (a.type() == Type::kType) return a.as<Type>() == b.as<Type>();
    if (a.type() == Type::kList) return equal_lists(a.as<List>(), b.as<List>());
    if (a.type() == Type::kMap) return equal_maps(a.as<Map>(), b.as<Map>());
  }
  return order(a, b) == std::partial_ordering::equivalent;
}

const Value* find(const Map& map, const Value& key) {
  const auto found = std::ranges::find_if(map, [&](const MapEntry& entry) { return equal(entry.key, key); });
  return found == map.end() ? nullptr : &found->value;
}

}  // namespace leakproof::rules
