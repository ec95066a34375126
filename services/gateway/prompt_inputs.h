// Appends to input topics for those who wait with an open connection: each is answered within `patience`, however long
// the log itself takes, and while a partition is known not to answer, at once. A record that was given up may still
// arrive: whoever sends it again is recognised by its id. append() from any thread, step() from one, now and then.
// Callbacks of the log keep what they need alive.
#pragma once
#include <cstddef>
#include <deque>
#include <map>
#include <memory>

#include "base/mutex.h"
#include "base/time.h"
#include "stream/log.h"

namespace leakproof::gateway {

struct PromptLimits {
  Duration patience = std::chrono::milliseconds(1900);  // callers are promised two seconds
  std::size_t waiting_max = 1000;                       // for the log's answer; more are turned away
};

class PromptInputs final : public stream::InputWriter {
 public:
  // `inputs` and `clock` outlive it.
  PromptInputs(stream::InputWriter& inputs, const Clock& clock, PromptLimits limits = {})
      : inputs_(inputs), clock_(clock), limits_(limits), state_(std::make_shared<State>()) {}
  void append(const stream::TopicPartition& to, stream::NewRecord record, stream::Appended done) override;
  // Answers those that have waited too long.
  void step();

 private:
  struct Waiting {
    stream::TopicPartition to;
    stream::Appended done;  // empty once told
    Instant due;
  };
  struct Lane {
    bool answers = true;
    std::size_t with_the_log = 0;  // appends without an answer; while there is one, its answer tells that all is well
  };
  struct State {
    Mutex mutex;
    std::map<stream::TopicPartition, Lane> lanes LEAKPROOF_GUARDED_BY(mutex);
    std::deque<std::shared_ptr<Waiting>> waiting LEAKPROOF_GUARDED_BY(mutex);  // in the order of `due`
    std::size_t open LEAKPROOF_GUARDED_BY(mutex) = 0;                          // of those, not told yet
    static void learn(const stream::TopicPartition& to, Lane& lane, bool answers, const std::string& why);
    stream::Appended take(Waiting& one) LEAKPROOF_REQUIRES(mutex);
    void answered(Waiting& one, Result<stream::Offset> at);
  };
  // Why nothing may be appended now; empty when it may.
  std::string busy(const stream::TopicPartition& to, const Lane& lane) const LEAKPROOF_REQUIRES(state_->mutex);

  stream::InputWriter& inputs_;
  const Clock& clock_;
  const PromptLimits limits_;
  const std::shared_ptr<State> state_;
};

// A log whose inputs are prompt; all else is the log's own.
class PromptLog final : public stream::Log {
 public:
  PromptLog(stream::Log& log, const Clock& clock) : log_(log), inputs_(log.inputs(), clock) {}
  void step() { inputs_.step(); }
  std::int32_t partitions() const override { return log_.partitions(); }
  Result<std::unique_ptr<stream::Appender>> appender(const stream::TopicPartition& to) override {
    return log_.appender(to);
  }
  stream::InputWriter& inputs() override { return inputs_; }
  Result<std::unique_ptr<stream::Reader>> reader(const stream::TopicPartition& from, stream::Position start,
                                                 Signal& wake) override {
    return log_.reader(from, start, wake);
  }
  Result<stream::Position> begin(const stream::TopicPartition& of) override { return log_.begin(of); }
  Result<stream::Position> end(const stream::TopicPartition& of) override { return log_.end(of); }
  stream::PublishedTopics* published() override { return log_.published(); }

 private:
  stream::Log& log_;
  PromptInputs inputs_;
};

}  // namespace leakproof::gateway
