// Value: what a field holds and an expression yields. Two words and a tag: copying never allocates.
// Texts, lists and maps are views: their owner (the record's caller, the Program for literals, the thread's scratch for
// what an evaluation made) outlives the Value.
#pragma once
#include <compare>
#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "base/check.h"
#include "base/time.h"
#include "rules/moment.h"

namespace leakproof::rules {

// In the order of Value's alternatives; kDyn is no value's type but stands for one that only the evaluation knows.
enum class Type : std::uint8_t {
  kNull,
  kBool,
  kInt,
  kUint,
  kDouble,
  kString,
  kBytes,
  kTimestamp,
  kDuration,
  kList,
  kMap,
  kType,
  kDyn
};

// As the language and messages call it: "bool", "null_type".
std::string_view name_of(Type type);

Timestamp timestamp_of(Instant instant);
Span span_of(Duration duration);  // cut off at the range

class Value;
struct MapEntry;
struct Uint {
  std::uint64_t value;
};
struct Bytes {
  std::string_view data;
};
template <class T>
struct View {
  const T* first = nullptr;
  std::size_t count = 0;
  const T* begin() const { return first; }
  const T* end() const;
  std::size_t size() const { return count; }
  const T& operator[](std::size_t index) const;
};
using List = View<Value>;
using Map = View<MapEntry>;  // keys are bool, int, uint or string, each once

class Value {
 public:
  Value() = default;  // null
  template <std::integral T>
  Value(T value) : state_(static_cast<std::int64_t>(value)) {}
  Value(bool value) : state_(value) {}
  Value(Uint value) : state_(value) {}
  Value(double value) : state_(value) {}
  Value(std::string_view value) : state_(value) {}
  Value(const char* value) : state_(std::string_view(value)) {}
  Value(const std::string& value) : state_(std::string_view(value)) {}
  Value(std::string&&) = delete;  // would dangle
  Value(Bytes value) : state_(value) {}
  Value(Timestamp value) : state_(value) {}
  Value(Span value) : state_(value) {}
  Value(Instant value) : state_(timestamp_of(value)) {}
  Value(Duration value) : state_(span_of(value)) {}
  Value(List value) : state_(value) {}
  Value(Map value) : state_(value) {}
  Value(Type value) : state_(value) {}

  Type type() const { return static_cast<Type>(state_.index()); }
  // The value as bool, int64_t, Uint, double, string_view, Bytes, Timestamp, Span, List, Map or Type; a CHECK when it
  // is of another type.
  template <class T>
  const T& as() const {
    const T* value = std::get_if<T>(&state_);
    LEAKPROOF_CHECK(value != nullptr);
    return *value;
  }
  // The same, nullptr when it is of another type.
  template <class T>
  const T* get_if() const {
    return std::get_if<T>(&state_);
  }
  template <class Visitor>
  auto visit(Visitor&& visitor) const {
    return std::visit(visitor, state_);
  }
  // As a literal of the language would be written: "DE" in quotes, 2026-02-17T08:00:00Z, 1h30m.
  std::string text() const;

 private:
  std::variant<std::monostate, bool, std::int64_t, Uint, double, std::string_view, Bytes, Timestamp, Span, List, Map,
               Type>
      state_;
};
struct MapEntry {
  Value key, value;
};

template <class T>
const T* View<T>::end() const {
  return first + count;
}
template <class T>
const T& View<T>::operator[](std::size_t index) const {
  return first[index];
}

// Heterogeneous equality: numbers by their size whatever their types, lists and maps by what they hold; other types
// never equal each other.
bool equal(const Value& a, const Value& b);
// Of two numbers (unordered with NaN) or two values of one ordered type; nullopt for any other pair.
std::optional<std::partial_ordering> order(const Value& a, const Value& b);
// nullptr when the map has no such key; 1, 1u and 1.0 are one key.
const Value* find(const Map& map, const Value& key);

}  // namespace leakproof::rules
