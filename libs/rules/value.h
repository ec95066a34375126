// Value: what a field holds and an expression yields. Two words and a tag: copying never allocates.
// Texts and lists are views: their owner (the record's caller, or the Program for literals) outlives the Value.
#pragma once
#include <concepts>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <variant>

#include "base/check.h"
#include "base/time.h"

namespace leakproof::rules {

// In the order of Value's alternatives.
enum class Type : std::uint8_t { kBool, kInt, kDouble, kString, kTimestamp, kDuration, kStringList, kIntList, kDoubleList };

// As the language page and messages call it: "bool", "list of string".
std::string_view name_of(Type type);

class Value {
 public:
  using StringList = std::span<const std::string_view>;
  using IntList = std::span<const std::int64_t>;
  using DoubleList = std::span<const double>;

  Value() = default;  // false
  template <std::integral T>
  Value(T value) : state_(std::int64_t{value}) {}
  Value(bool value) : state_(value) {}
  Value(double value) : state_(value) {}
  Value(std::string_view value) : state_(value) {}
  Value(const char* value) : state_(std::string_view(value)) {}
  Value(const std::string& value) : state_(std::string_view(value)) {}
  Value(std::string&&) = delete;  // would dangle
  Value(Instant value) : state_(value) {}
  Value(Duration value) : state_(value) {}
  Value(StringList value) : state_(value) {}
  Value(IntList value) : state_(value) {}
  Value(DoubleList value) : state_(value) {}

  Type type() const { return static_cast<Type>(state_.index()); }
  // The value as bool, int64_t, double, string_view, Instant, Duration or a list; a CHECK when it is of another type.
  template <class T>
  const T& as() const {
    const T* value = std::get_if<T>(&state_);
    LEAKPROOF_CHECK(value != nullptr);
    return *value;
  }
  // As a literal of the language would be written: "DE" in quotes, 2026-02-17T08:00:00Z, 1h30m.
  std::string text() const;

 private:
  std::variant<bool, std::int64_t, double, std::string_view, Instant, Duration, StringList, IntList, DoubleList> state_;
};

}  // namespace leakproof::rules
