// A log for tests of the endpoints: keeps what is appended by topic; can hold acknowledgements back, or fail.
// Thread-safe.
#pragma once
#include <gtest/gtest.h>

#include <atomic>
#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "stream/log.h"

namespace leakproof::ingest {

class LogFake final : public stream::Log, public stream::InputWriter {
 public:
  enum class Mode { kStore, kFail, kRefuse, kHold };
  std::atomic<Mode> mode = Mode::kStore;

  void append(const stream::TopicPartition& to, stream::NewRecord record, stream::Appended done) override {
    std::unique_lock lock(mutex_);
    if (mode == Mode::kHold) {
      held_.push_back(std::move(done));
      return changed_.notify_all();
    }
    if (mode == Mode::kStore) records_[to.topic].push_back(std::move(record));
    lock.unlock();
    if (mode == Mode::kStore)
      done(stream::Offset(0));
    else
      done(mode == Mode::kFail ? retry("the log is down") : refuse("the record is too large"));
  }
  std::vector<stream::NewRecord> records(const std::string& topic) {
    std::lock_guard lock(mutex_);
    return records_[topic];
  }
  template <class Message>
  std::vector<Message> all_of(const std::string& topic) {
    std::vector<Message> out;
    for (const auto& record : records(topic)) EXPECT_TRUE(out.emplace_back().ParseFromString(record.value));
    return out;
  }
  // Waits for an append whose acknowledgement is held back, and gives the oldest.
  stream::Appended take_held() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return !held_.empty(); });
    auto done = std::move(held_.front());
    held_.pop_front();
    return done;
  }
  std::int32_t partitions() const override { return 4; }
  stream::InputWriter& inputs() override { return *this; }
  Result<std::unique_ptr<stream::Appender>> appender(const stream::TopicPartition&) override {
    return refuse("not here");
  }
  Result<std::unique_ptr<stream::Reader>> reader(const stream::TopicPartition&, stream::Position, Signal&) override {
    return refuse("not here");
  }
  Result<stream::Position> begin(const stream::TopicPartition&) override { return stream::Position(0); }
  Result<stream::Position> end(const stream::TopicPartition&) override { return stream::Position(0); }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::map<std::string, std::vector<stream::NewRecord>> records_;  // by topic; guarded by mutex_
  std::deque<stream::Appended> held_;                              // guarded by mutex_
};

}  // namespace leakproof::ingest
