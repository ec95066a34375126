// A wake-up bell between threads: notify() from any thread wakes the one that waits; a ring with nobody waiting is
// kept, several fold into one.
#pragma once
#include <chrono>
#include <condition_variable>
#include <mutex>

namespace leakproof {
class Signal {
 public:
  void notify() {
    {
      std::lock_guard lock(mutex_);
      if (rung_) return;
      rung_ = true;
    }
    condition_.notify_one();
  }
  // Returns at once when rung since the last wait, else when rung or after `at_most`.
  void wait_for(std::chrono::microseconds at_most) {
    std::unique_lock lock(mutex_);
    condition_.wait_for(lock, at_most, [this] { return rung_; });
    rung_ = false;
  }

 private:
  std::mutex mutex_;
  std::condition_variable condition_;
  bool rung_ = false;  // guarded by mutex_
};
}  // namespace leakproof
