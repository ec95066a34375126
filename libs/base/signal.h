// A wake-up bell between threads: notify() from any thread wakes the one that waits; a ring with nobody waiting is
// kept, several fold into one.
#pragma once
#include <chrono>

#include "base/mutex.h"

namespace leakproof {
class Signal {
 public:
  void notify() {
    {
      MutexLock lock(mutex_);
      if (rung_) return;
      rung_ = true;
    }
    condition_.notify_one();
  }
  // Returns at once when rung since the last wait, else when rung or after `at_most`.
  void wait_for(std::chrono::microseconds at_most) {
    MutexLock lock(mutex_);
    condition_.wait_for(lock, at_most, [this]() LEAKPROOF_REQUIRES(mutex_) { return rung_; });
    rung_ = false;
  }

 private:
  Mutex mutex_;
  ConditionVariable condition_;
  bool rung_ LEAKPROOF_GUARDED_BY(mutex_) = false;
};
}  // namespace leakproof
