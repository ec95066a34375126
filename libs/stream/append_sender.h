// Channel "append": hands an activity of ours to the start of the pipeline. A repeat of the same activity id has no
// effect there, so it may be tried again whenever the outcome is not known. Thread-safe.
#pragma once
#include <functional>

#include "stream/log.h"
#include "stream/outbox_sender.h"

namespace leakproof::nurture {

class AppendSender final : public stream::OutboxSender {
 public:
  // `log` outlives it.
  explicit AppendSender(stream::Log& log) : log_(log) {}
  void send(const journal::v1::OutboxEntry& entry, std::function<void(stream::AttemptResult)> done) override;

 private:
  stream::Log& log_;
};

}  // namespace leakproof::nurture
