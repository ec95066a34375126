// A configuration that a request does not find may be on its way to this process: another one has acknowledged it a
// moment ago. Here a request waits until the directory stands for all that the log held when it asked, so that "there
// is no such workspace" is said only when it is true. Any thread, but for step(), which may take a round trip to the
// log and wants a thread of its own.
#pragma once
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "base/mutex.h"
#include "base/signal.h"
#include "base/time.h"
#include "config/config_follower.h"

namespace leakproof::config {

class LateConfig {
 public:
  // Called once. OK: what is not found now was not there when it was asked for. kRetry: nobody can say.
  using Current = std::function<void(Status)>;
  // All outlive it, and it outlives whoever waits: those who still wait at its end are told nothing.
  LateConfig(stream::Log& log, const ConfigFollower& follower, const Clock& clock)
      : log_(log), follower_(follower), clock_(clock) {}
  void when_current(const std::string& workspace, Current current);
  // The same for a thread that may wait.
  Status wait_until_current(const std::string& workspace);
  // Asks the log for its end, for those who have come since the last step.
  void step();
  Signal& wake() { return wake_; }
  // To be called when the follower has read, and now and then: answers those whose time has come, either way.
  void settle();

 private:
  struct Waiting {
    std::int64_t number;  // in the order of their coming
    std::int32_t partition;
    Current current;
    Instant until;
    std::optional<stream::Position> end;  // of the log, once it is known
  };
  struct Question {
    std::int32_t partition;
    std::int64_t before;  // for those who had come when it was asked
  };
  std::optional<Question> next_question();
  void answer(const Question& question, stream::Position end);

  stream::Log& log_;
  const ConfigFollower& follower_;
  const Clock& clock_;
  Signal wake_;
  Mutex mutex_;
  std::int64_t next_number_ LEAKPROOF_GUARDED_BY(mutex_) = 0;
  std::deque<Waiting> waiting_ LEAKPROOF_GUARDED_BY(mutex_);
};

}  // namespace leakproof::config
