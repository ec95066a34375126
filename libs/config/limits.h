// Every bound of a workspace configuration, in one place. What crosses one is refused with its number.
#pragma once
#include <chrono>
#include <cstddef>

namespace leakproof::config {
inline constexpr std::size_t kTextMax = 1 << 20;        // bytes of YAML
inline constexpr std::size_t kNestingMax = 16;          // levels; the format needs eight
inline constexpr std::size_t kNodesMax = 200'000;       // scalars, lists and maps
inline constexpr std::size_t kEntriesMax = 1000;        // keys of one map
inline constexpr std::size_t kProblemsMax = 100;        // reported at once
inline constexpr std::size_t kTableRowsMax = 20'000;    // of one table
inline constexpr std::size_t kParentsMax = 16;          // above one account
inline constexpr std::size_t kCompiledMax = 5 << 18;    // bytes of the record
inline constexpr std::size_t kTemplateMax = 64 * 1024;  // bytes of a message
// Of requests that find no configuration while one may be on its way.
inline constexpr std::size_t kLateConfigWaitingMax = 1000;
inline constexpr std::chrono::milliseconds kLateConfigPatience{1500};
static_assert(kNodesMax < kTextMax, "a document at the size limit may still be refused for its nodes");
}  // namespace leakproof::config
