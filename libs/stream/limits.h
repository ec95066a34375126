// Every bound of the runtime, in one place.
#pragma once
#include <chrono>
#include <cstddef>

#include "base/time.h"

namespace leakproof::stream::limits {
// Reading and publishing
inline constexpr std::size_t kReadBatch = 256;         // records a read
inline constexpr std::size_t kRestoreBatch = 4096;     // records of a changelog a step
inline constexpr std::size_t kPublishedAtOnce = 1000;  // journal records a group of the projector
inline constexpr Duration kProjectorPace = std::chrono::milliseconds(100);
inline constexpr Duration kProjectorPause = std::chrono::seconds(1);  // after an error

// One step of a task: bounded slices, so that settling, timers, calls and inputs each get their turn
inline constexpr std::size_t kInFlightMax = 512;  // effects sent and not settled, a task
inline constexpr std::size_t kInputsAStep = 64;
inline constexpr std::size_t kTimersAStep = 64;
inline constexpr std::size_t kOutboxAStep = 64;
// A slice begins only while less than kInFlightMax is in flight; the slice itself may go beyond it.
inline constexpr std::size_t kInFlightCeiling = kInFlightMax + 2 * kOutboxAStep;
inline constexpr std::size_t kRecordBytesMax = 8 << 20;  // of a journal's topic, see proto/topics.textproto
inline constexpr std::size_t kEffectBytesMax = 7 << 20;  // what stages may make of it; the rest is the task's
inline constexpr std::size_t kSliceBytesMax = 1 << 20;   // where work that grows with the state stops for now; one
                                                         // lead more may go beyond it
// What a slice of the work of a take-over looks at, and what it changes.
inline constexpr std::size_t kWorkspacesASlice = 256;
inline constexpr std::size_t kLookedAtASlice = 256;
inline constexpr std::size_t kMovedASlice = 64;
// After so many inputs without consequence, or so long after the first of them, an empty effect carries the position.
inline constexpr std::size_t kIdleInputsMax = 1000;
inline constexpr Duration kIdleInputsAge = std::chrono::seconds(1);
inline constexpr Duration kFlushEvery = std::chrono::seconds(30);

// Calls to the outside
inline constexpr std::size_t kOutboxInFlightMax = 64;                  // calls under way at once, a task
inline constexpr int kReceiverInFlightMax = 8;                         // of them, to one receiver
inline constexpr int kCircuitOpensAfter = 5;                           // failures of a receiver in a row
inline constexpr Duration kTrialCallEvery = std::chrono::seconds(30);  // to a receiver whose circuit is open
inline constexpr Duration kRetryAfterMax = std::chrono::hours(1);      // upper bound on an honoured Retry-After

// Epochs
inline constexpr Duration kClaimPause = std::chrono::milliseconds(200);  // after one that ended badly, doubled up to:
inline constexpr Duration kClaimPauseMax = std::chrono::seconds(5);
// A fresh fence is appended so often: a tenth of the shortest retention or less.
inline constexpr Duration kRenewEvery = std::chrono::hours(24);

static_assert(kInputsAStep <= kInFlightMax && kTimersAStep <= kInFlightMax && kOutboxAStep <= kInFlightMax);
static_assert(kTimersAStep <= 2 * kOutboxAStep && kEffectBytesMax < kRecordBytesMax);
static_assert(4 * kSliceBytesMax < kEffectBytesMax, "an offer to many is told to each of them on every channel");
static_assert(kReceiverInFlightMax <= kOutboxInFlightMax && kClaimPause <= kClaimPauseMax);
}  // namespace leakproof::stream::limits
