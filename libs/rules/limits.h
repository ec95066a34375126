// Every bound of the rule language, in one place. What crosses one is refused when compiled, or is a fault when
// evaluated.
#pragma once
#include <cstddef>

namespace leakproof::rules {
inline constexpr std::size_t kTextMax = 16 * 1024;         // bytes of a rule
inline constexpr int kNestingMax = 100;                    // levels of brackets, calls and operators
inline constexpr int kMacroNestingMax = 8;                 // macros inside macros
inline constexpr std::size_t kScratchBytes = 256 * 1024;   // texts, lists and maps made in one evaluation
inline constexpr std::size_t kListMax = 5'000;             // elements of a list or map that an evaluation makes
inline constexpr int kStepsMax = 100'000;                  // operations of one evaluation
inline constexpr std::size_t kBytesAStep = 1024;           // of a text that an operation looks at
inline constexpr std::size_t kPatternMemoryMax = 1 << 20;  // bytes one compiled regular expression may take
inline constexpr std::size_t kIndexTermsMax =
    256;  // expressions other than fields that an index evaluates for each lead
inline constexpr std::size_t kIndexColumnsMax = 256;    // sets that a look-up intersects
inline constexpr std::size_t kIndexCandidatesFew = 16;  // that many are evaluated rather than made fewer
static_assert(kScratchBytes >= kTextMax, "a literal can always be lowered");
}  // namespace leakproof::rules
