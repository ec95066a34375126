// Every bound of the API in one place. The size of a message is bounded by libs/net.
#pragma once
#include <chrono>
#include <cstddef>
#include <cstdint>

#include "base/time.h"

namespace leakproof::api {

constexpr std::size_t kIdBytesMax = 255;
constexpr std::int64_t kMicrosMax = 253'402'300'799'999'999;  // the last microsecond of year 9999
constexpr std::size_t kReasonBytesMax = 1000;
constexpr std::size_t kTransferReasonBytesMax = 200;  // it stays in the audit for ever
constexpr Duration kScheduledAheadMax = std::chrono::days(2 * 365 + 1);
constexpr int kPageSizeDefault = 100;
constexpr int kPageSizeMax = 1000;
constexpr std::size_t kPageBytesMax =
    2 << 20;                    // clients take 4 MiB unless told otherwise; a page holds one entry at least
constexpr int kScanBatch = 32;  // entries a read of the store
constexpr std::size_t kStreamInFlightMax = 256;  // leads of one SubmitLeads stream that are not answered yet
constexpr std::size_t kSubscribeBatch = 256;     // records a read of a journal
constexpr Duration kDeadlineDefault = std::chrono::seconds(5);  // for a call without a deadline
constexpr Duration kAnswerMargin =
    std::chrono::milliseconds(100);  // before the caller's deadline we stop waiting and say so
constexpr Duration kCancelCheck =
    std::chrono::milliseconds(200);  // a wait looks this often whether the caller has gone
constexpr std::chrono::milliseconds kRetryAfter{500};
constexpr Duration kStageCheck = std::chrono::milliseconds(20);  // so often a stage is asked for its configuration
static_assert(kScanBatch <= kPageSizeMax && kPageSizeDefault <= kPageSizeMax);

}  // namespace leakproof::api
