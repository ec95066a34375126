// The port of one outbox channel: makes the call to the outside. perform() does not wait; done is called exactly once,
// from any thread.
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
  std::string detail;                   // for people; no personal data
  std::optional<Duration> retry_after;  // the receiver's wish
  bool of_this_call_alone = false;      // says nothing of how the receiver takes others
};
class OutboxSender {
 public:
  virtual ~OutboxSender() = default;
  // Whom the call goes to: calls to one receiver share a few places, so that a slow one delays nobody else. Empty =
  // nobody in particular.
  virtual std::string receiver(const journal::v1::OutboxEntry&) const { return {}; }
  virtual void send(const journal::v1::OutboxEntry& entry, std::function<void(AttemptResult)> done) = 0;
};
}  // namespace leakproof::stream
