// Every bound of the runtime, in one place.
#pragma once
#include <chrono>
#include <cstddef>

#include "base/time.h"

namespace leakproof::stream::limits {
inline constexpr std::size_t kInFlightMax = 512;       // effects sent and not settled, a task
inline constexpr std::size_t kReadBatch = 256;         // records a read
inline constexpr std::size_t kRestoreBatch = 4096;     // records of a changelog a step
inline constexpr std::size_t kPublishedAtOnce = 1000;  // journal records a group of the projector
inline constexpr Duration kProjectorPace = std::chrono::milliseconds(100);
inline constexpr Duration kProjectorPause = std::chrono::seconds(1);  // after an error
inline constexpr std::size_t kInputsAStep = 64;  // inputs a step, so that timers and settling get their turn
inline constexpr std::size_t kTimersAStep = 64;
inline constexpr std::size_t kOutboxAStep = 64;
inline constexpr std::size_t kOutboxPerformingMax = 64;  // calls under way at once, a task
inline constexpr int kReceiverPerformingMax = 8;         // of them, to one receiver
inline constexpr int kReceiverFailuresMax = 5;  // in a row; then one call at a time, so far apart, until one succeeds
inline constexpr Duration kReceiverPause = std::chrono::seconds(30);
inline constexpr Duration kRetryAfterMax = std::chrono::hours(1);  // the longest wish of a receiver that is heard
inline constexpr std::size_t kEffectBytesMax =
    7 << 20;  // below the topics' record limit of 8 MiB, which counts headers too
inline constexpr std::size_t kIdleInputsMax =
    1000;  // inputs without consequence before an empty effect carries the position
inline constexpr Duration kIdleInputsAge = std::chrono::seconds(1);
inline constexpr Duration kFlushEvery = std::chrono::seconds(30);
inline constexpr Duration kClaimPause =
    std::chrono::milliseconds(200);  // after an epoch that ended badly, doubled up to:
inline constexpr Duration kClaimPauseMax = std::chrono::seconds(5);
inline constexpr Duration kRenewEvery =
    std::chrono::hours(24);  // a fresh fence; a tenth of the shortest retention or less
static_assert(kInputsAStep <= kInFlightMax && kTimersAStep <= kInFlightMax && kOutboxAStep <= kInFlightMax);
}  // namespace leakproof::stream::limits
