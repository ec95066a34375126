// Bounds of the embedded log, in bytes.
#pragma once
#include <cstddef>

namespace leakproof::embedded {
constexpr std::size_t kRecordBytesMax = 8 << 20;    // key, value and headers
constexpr std::size_t kTailBytesMax = 2 << 20;      // newest records of one partition kept in memory
constexpr std::size_t kWaitingBytesMax = 64 << 20;  // appends not yet on disk; more are turned away
constexpr std::size_t kReadBytesMax = 4 << 20;      // one read() stops behind the record that passes it
constexpr std::size_t kWriteBufferBytes = 32 << 20;
constexpr std::size_t kRecoveryBytes = 4 * kWriteBufferBytes;  // free on the disk before a log that met its end goes on
constexpr std::size_t kCacheBytes = 64 << 20;
static_assert(kRecordBytesMax < kWaitingBytesMax);
}  // namespace leakproof::embedded
