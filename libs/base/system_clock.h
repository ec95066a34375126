// The one place that asks the system for the time. Only compositions (main.cc, libs/app, tools, tests) include it.
#pragma once
#include "base/time.h"

namespace leakproof {
class SystemClock final : public Clock {
 public:
  Instant now() const override { return std::chrono::floor<Duration>(std::chrono::system_clock::now()); }
};
}  // namespace leakproof
