// Every bound of ingest's pipeline in one place.
#pragma once
#include <chrono>
#include <cstddef>

#include "base/time.h"

namespace leakproof::ingest {
// How long the id of an activity is remembered: longer than any sender retries (the longest we know of is 72 hours).
constexpr Duration kActivityMemory = std::chrono::hours(80);
constexpr int kScanBatch = 32;             // entries that a query reads at once
constexpr std::size_t kItemsMax = 1000;    // leads in one POST: the platforms' own bound
constexpr std::size_t kIdBytesMax = 1024;  // of what becomes part of a key of the state
// Configurations of a workspace that are to come into force at a time.
constexpr int kScheduledConfigsMax = 16;          // that wait
constexpr int kScheduledEndedKept = 16;           // of those that ended, for retries and for people
constexpr std::size_t kScheduledWordsMax = 4096;  // bytes of the author and the message of one
}  // namespace leakproof::ingest
