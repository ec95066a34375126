// The port of one outbox channel: makes the call to the outside. perform() does not wait; done is called exactly once,
// from any thread.
#pragma once
#include <functional>
#include <optional>
#include <string>

#include "base/time.h"
#include "leakproof/journal/v1/journal.pb.h"

namespace leakproof::stream {
struct Attempt {
  enum class State { kDelivered, kFailed, kTryAgain };
  State state;
  std::string detail;                   // for people; no personal data
  std::optional<Duration> retry_after;  // the receiver's wish
  bool of_this_call_alone = false;      // says nothing of how the receiver takes others
};
class Performer {
 public:
  virtual ~Performer() = default;
  // Whom the call goes to: calls to one receiver share a few places, so that a slow one delays nobody else. Empty =
  // nobody in particular.
  virtual std::string receiver(const journal::v1::OutboxEntry&) const { return {}; }
  virtual void perform(const journal::v1::OutboxEntry& entry, std::function<void(Attempt)> done) = 0;
};
}  // namespace leakproof::stream
