// The port of one outbox channel: it makes the call to the outside.
#pragma once
#include <functional>
#include <optional>
#include <string>

#include "base/time.h"
#include "leakproof/journal/v1/journal.pb.h"

namespace leakproof::stream {
struct AttemptResult {
  enum class State { kDelivered, kFailed, kTryAgain };
  State state;
  std::string detail;                   // for people; it holds no personal data
  std::optional<Duration> retry_after;  // what the receiver asked for
  bool of_this_call_alone = false;      // it says nothing of how the receiver takes other calls
  bool receiver_refuses_us = false;     // kTryAgain: it takes no call of ours until somebody mends it
  bool recipient_gone = false;          // kFailed: whom the call is for does not exist, so no other will reach them

  static AttemptResult failed(std::string detail) { return {State::kFailed, std::move(detail), std::nullopt}; }
  static AttemptResult again(std::string detail) { return {State::kTryAgain, std::move(detail), std::nullopt}; }
};
class OutboxSender {
 public:
  virtual ~OutboxSender() = default;
  // Whom the call goes to: the calls to one receiver share its bounds and its circuit breaker, see receiver_queue.h.
  // Empty means nobody in particular.
  virtual std::string receiver(const journal::v1::OutboxEntry&) const { return {}; }
  // Begins the call and returns without waiting for it. `done` is called exactly once, from any thread.
  virtual void send(const journal::v1::OutboxEntry& entry, std::function<void(AttemptResult)> done) = 0;
};
}  // namespace leakproof::stream
