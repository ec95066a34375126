// Channel "append": hands an activity of ours to the start of the pipeline. A repeat of the same activity id has no
// effect there, so it may be tried again whenever the outcome is not known. Thread-safe.
#pragma once
#include <functional>

#include "stream/log.h"
#include "stream/outbox_sender.h"

namespace leakproof::stream {

inline constexpr const char* kAppendChannel = "append";

// What an append means for the call that made it: what the log refuses has failed, anything else is tried again.
AttemptResult attempt_of(const Result<Offset>& appended);

class AppendSender final : public OutboxSender {
 public:
  // `log` outlives it.
  explicit AppendSender(Log& log) : log_(log) {}
  void send(const journal::v1::OutboxEntry& entry, std::function<void(AttemptResult)> done) override;

 private:
  Log& log_;
};

}  // namespace leakproof::stream
