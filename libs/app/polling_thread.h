// A thread that repeats a step: at once while there is more to do, else when its signal rings or `idle` has passed.
// Destroying it waits for the end of the step under way.
#pragma once
#include <atomic>
#include <functional>
#include <thread>

#include "base/signal.h"
#include "base/time.h"

namespace leakproof::app {
class PollingThread {
 public:
  // `step` returns whether there may be more at once. `wake` outlives this.
  PollingThread(Signal& wake, Duration idle, std::function<bool()> step)
      : wake_(wake), thread_([this, idle, step = std::move(step)] {
          while (!stopping_) {
            if (!step()) wake_.wait_for(idle);
          }
        }) {}
  // The same, paced by time alone.
  PollingThread(Duration pace, std::function<bool()> step) : PollingThread(own_, pace, std::move(step)) {}
  ~PollingThread() {
    stopping_ = true;
    wake_.notify();
    thread_.join();
  }

 private:
  Signal own_;  // before the thread
  Signal& wake_;
  std::atomic<bool> stopping_ = false;
  std::thread thread_;
};
}  // namespace leakproof::app
