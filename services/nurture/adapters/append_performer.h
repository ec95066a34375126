// Channel "append": hands an activity of ours to the start of the pipeline. A repeat of the same activity id has no
// effect there, so it may be tried again whenever the outcome is not known. Thread-safe.
#pragma once
#include <functional>

#include "stream/log.h"
#include "stream/performer.h"

namespace leakproof::nurture {

class AppendPerformer final : public stream::Performer {
 public:
  // `log` outlives it.
  explicit AppendPerformer(stream::Log& log) : log_(log) {}
  void perform(const journal::v1::OutboxEntry& entry, std::function<void(stream::Attempt)> done) override;

 private:
  stream::Log& log_;
};

}  // namespace leakproof::nurture
