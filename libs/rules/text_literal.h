// The escapes of a quoted string. Internal to rules.
#pragma once
#include <string>
#include <string_view>

namespace leakproof::rules {
// `body` without its quotes; `at` is where it stands in the rule. Throws Refused for an unknown escape or a code point that does not exist.
std::string unescaped(std::string_view body, std::size_t at);
}  // namespace leakproof::rules
