// Every bound of the doors in one place. Sizes are bytes.
#pragma once
#include <chrono>
#include <cstddef>

namespace leakproof::net {

constexpr std::size_t kHeadBytesMax = 16 * 1024;  // request line and headers
constexpr std::size_t kTargetBytesMax = 8 * 1024;
constexpr std::size_t kHeadersMax = 100;
constexpr std::size_t kBodyBytesMax = 256 * 1024;  // unless the route says otherwise
constexpr std::size_t kChunkLineBytesMax = 256;    // a chunk's size with its extensions
constexpr std::size_t kTrailerBytesMax = 4 * 1024;
constexpr std::size_t kInflateRatioMax = 20;  // a compressed body may grow to this many times its size
constexpr std::size_t kConnectionsMax = 2000;
constexpr std::size_t kConnectionsKept = 250;  // of those, for the forms of browsers, which cannot send again
constexpr std::chrono::milliseconds kHeadTimeout{10'000};
constexpr std::chrono::milliseconds kBodyWindow{5'000};
constexpr std::size_t kBodyBytesPerWindow = 5 * 1024;  // a body that brings less in a window is cut off
constexpr std::chrono::milliseconds kIdleTimeout{60'000};
constexpr std::chrono::milliseconds kWriteTimeout{30'000};

constexpr std::size_t kFormFieldsMax = 256;
constexpr std::size_t kFieldNameBytesMax = 255;
constexpr std::size_t kFormValueBytesMax = 64 * 1024;

constexpr std::size_t kAnswerBytesMax = 64 * 1024;  // what we read of an answer to our own call
constexpr std::chrono::milliseconds kCallTimeout{10'000};
constexpr std::size_t kCallsMax = 256;  // on the wire at once, the rest wait in order

constexpr int kGrpcMessageBytesMax = 1024 * 1024;
constexpr std::chrono::milliseconds kGrpcPingEvery{30'000};       // ours, on a connection that is silent
constexpr std::chrono::milliseconds kGrpcPingTimeout{20'000};     // for the answer; then the connection is closed
constexpr std::chrono::milliseconds kGrpcClientPingEvery{5'000};  // more often is abuse

static_assert(kFormFieldsMax == 256 && kFormValueBytesMax == 64 * 1024 &&
              kFieldNameBytesMax == 255);  // as the messages of json_lead.cc say
static_assert(kTargetBytesMax < kHeadBytesMax);
static_assert(kConnectionsKept < kConnectionsMax);
static_assert(kFormValueBytesMax < kBodyBytesMax);

}  // namespace leakproof::net
