// Bounds of the state stores, in bytes.
#pragma once
#include <cstddef>

namespace leakproof::rocks {
constexpr std::size_t kWriteBufferBytes = 16 << 20;   // of one store, then it is flushed
constexpr std::size_t kWriteMemoryBytes = 128 << 20;  // of all stores of the process together
constexpr std::size_t kCacheBytes = 256 << 20;        // blocks read, with the write memory counted in
constexpr double kBloomBitsPerKey = 10;               // 1 % false positives
static_assert(kWriteBufferBytes < kWriteMemoryBytes && kWriteMemoryBytes < kCacheBytes);
}  // namespace leakproof::rocks
