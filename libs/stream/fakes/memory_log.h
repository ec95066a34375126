// A Log in memory with verbs for tests. Appends are acknowledged at once unless corked; then uncork() delivers, lose_acks() appends but
// reports an unknown outcome, and drop() reports it without appending. Not thread-safe except for inputs().append.
#pragma once
#include <deque>
#include <map>
#include <mutex>
#include <set>

#include "stream/log.h"

namespace leakproof::stream {

class MemoryLog final : public Log, private InputWriter {
 public:
  explicit MemoryLog(std::int32_t partitions = 1) : partitions_(partitions) {}

  std::int32_t partitions() const override { return partitions_; }
  Result<std::unique_ptr<Appender>> appender(const TopicPartition& to) override;
  InputWriter& inputs() override { return *this; }
  Result<std::unique_ptr<Reader>> reader(const TopicPartition& from, Position start, Signal& wake) override;
  Result<Position> begin(const TopicPartition& of) override;
  Result<Position> end(const TopicPartition& of) override;
  bool keeps_changelogs() const override { return false; }

  // Verbs
  Offset push(const TopicPartition& to, NewRecord record);
  void cork(const std::string& topic) { corked_.insert(topic); }
  void uncork(const std::string& topic);
  void lose_acks(const std::string& topic);  // what is corked is appended, but reported as kRefence
  void drop(const std::string& topic);       // what is corked never arrives and is reported as kRefence
  void trim(const TopicPartition& of, Position before);
  std::vector<Record> records(const TopicPartition& of) const;

 private:
  struct Topic {
    std::int64_t base = 0;
    std::deque<Record> records;
  };
  struct Pending {
    TopicPartition to;
    NewRecord record;
    Appended done;
    void* by;
  };
  class AppenderOf;
  class ReaderOf;
  void append(const TopicPartition& to, NewRecord record, Appended done) override {
    submit({to, std::move(record), std::move(done), nullptr});
  }
  void submit(Pending pending);
  void fail(void* by);
  std::deque<Pending> take(const std::string& topic);

  std::int32_t partitions_;
  mutable std::recursive_mutex mutex_;
  std::map<TopicPartition, Topic> topics_;  // guarded by mutex_
  std::deque<Pending> pending_;             // guarded by mutex_
  std::set<std::string> corked_;
  std::multiset<std::pair<TopicPartition, Signal*>> listeners_;  // guarded by mutex_
};

}  // namespace leakproof::stream
