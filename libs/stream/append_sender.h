// Calls that hand what a stage has to say to the start of the pipeline. A repeat has no effect there, so they may be
// tried again whenever the outcome is not known: an activity is known by its id, a configuration by the version that it
// follows. Thread-safe.
//   channel "append"         an Activity, to sales.activities
//   channel "append_config"  a ConfigCommand, to workspace.config
#pragma once
#include <functional>

#include "stream/log.h"
#include "stream/outbox_sender.h"

namespace leakproof::stream {

inline constexpr const char* kAppendChannel = "append";
inline constexpr const char* kAppendConfigChannel = "append_config";

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

class ConfigAppendSender final : public OutboxSender {
 public:
  // `log` outlives it.
  explicit ConfigAppendSender(Log& log) : log_(log) {}
  void send(const journal::v1::OutboxEntry& entry, std::function<void(AttemptResult)> done) override;

 private:
  Log& log_;
};

}  // namespace leakproof::stream
