// A clock that stands still until it is moved: flow tests, simulation and replay run on it. Thread-safe.
#pragma once
#include <atomic>

#include "base/time.h"

namespace leakproof {
class ManualClock final : public Clock {
 public:
  explicit ManualClock(Instant start) : micros_(to_micros(start)) {}
  Instant now() const override { return instant_from_micros(micros_.load()); }
  void set(Instant instant) { micros_ = to_micros(instant); }
  void advance(Duration by) { micros_ += by.count(); }

 private:
  std::atomic<std::int64_t> micros_;
};
}  // namespace leakproof
