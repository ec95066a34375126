// SIGTERM and SIGINT as something to wait for. Make one first thing in main(), before any thread: it blocks the signals
// for all of them.
#pragma once

namespace leakproof::app {
class StopSignal {
 public:
  StopSignal();
  // Returns the signal's number when one has come, 0 after `seconds` without one.
  int wait_for(int seconds);
};
}  // namespace leakproof::app
