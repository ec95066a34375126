// How far two names are apart: for messages that ask "did you mean". Internal to rules.
#pragma once
#include <cstddef>
#include <string_view>

namespace leakproof::rules {
// Levenshtein's distance in bytes; |a| × |b| steps.
std::size_t edits_between(std::string_view a, std::string_view b);
}  // namespace leakproof::rules
