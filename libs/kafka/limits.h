// Bounds of the Kafka adapter.
#pragma once
#include <chrono>
#include <cstddef>

namespace leakproof::kafka {
constexpr std::chrono::milliseconds kMessageTimeout{
    30'000};                                              // longer than a broker's restart, which a producer rides out
constexpr std::chrono::milliseconds kRoundTrip{10'000};   // for questions to the cluster
constexpr std::chrono::milliseconds kAbortWait{1'000};    // for a transaction that is given up
constexpr std::chrono::milliseconds kPollWait{100};       // of threads that serve delivery reports
constexpr std::chrono::milliseconds kTopicsPause{100};    // between two looks at topics that are being made
constexpr std::chrono::milliseconds kCloseWait{5'000};    // to leave a consumer group
constexpr std::chrono::milliseconds kRejoinPause{5'000};  // of a member that was put out of its group
constexpr std::size_t kLaneRecordsMax =
    5000;  // of one writer, under way: bounds memory, and the late records of one that lost its place
static_assert(kRoundTrip < kMessageTimeout);
}  // namespace leakproof::kafka
