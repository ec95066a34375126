// The escapes of a quoted string. Internal to rules.
#pragma once
#include <string>
#include <string_view>

namespace leakproof::rules {
// `body` without its quotes; `at` is where it stands in the rule. Throws Refused for an unknown escape or a code point
// that does not exist. In `bytes`, \x and \000 are octets and there is no \u; in texts they are characters.
std::string unescaped(std::string_view body, std::size_t at, bool bytes = false);
}  // namespace leakproof::rules
