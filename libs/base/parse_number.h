// Numbers as text. Pure; any thread.
#pragma once
#include <charconv>
#include <concepts>
#include <optional>
#include <string_view>

namespace leakproof {

// The whole text as a T: nullopt for an empty text, for anything before or behind the number (a space, a '+'), and for
// one that T does not hold. An unsigned T takes no '-'.
template <std::integral T>
std::optional<T> parse_number(std::string_view text, int base = 10) {
  T value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, base);
  return error == std::errc() && end == text.data() + text.size() ? std::optional(value) : std::nullopt;
}

// The same for a floating-point T, which also reads "inf" and "nan".
template <std::floating_point T>
std::optional<T> parse_number(std::string_view text) {
  T value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size() ? std::optional(value) : std::nullopt;
}

}  // namespace leakproof
