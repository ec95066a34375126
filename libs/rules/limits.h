// Every bound of the rule language, in one place. What crosses one is refused when compiled, or is a fault when evaluated.
#pragma once
#include <cstddef>

namespace leakproof::rules {
inline constexpr std::size_t kTextMax = 16 * 1024;         // bytes of a rule
inline constexpr int kNestingMax = 100;                    // levels of brackets, calls and operators
inline constexpr std::size_t kScratchBytes = 16 * 1024;    // strings made by lowerAscii and + in one evaluation
inline constexpr std::size_t kPatternMemoryMax = 1 << 20;  // bytes one compiled regular expression may take
static_assert(kScratchBytes >= kTextMax, "a literal can always be lowered");
}  // namespace leakproof::rules
