// A Log in memory with verbs for tests, with published topics when it is made so. Appends are acknowledged at once
// unless corked; then uncork() delivers, lose_acks() appends but reports an unknown outcome, and drop() reports it
// without appending. Not thread-safe except for inputs().append.
#pragma once
#include <deque>
#include <map>
#include <mutex>
#include <set>

#include "stream/published_topics.h"

namespace leakproof::stream {

class MemoryLog final : public Log, private InputWriter, private PublishedTopics {
 public:
  explicit MemoryLog(std::int32_t partitions = 1, bool publishes = false)
      : partitions_(partitions), publishes_(publishes) {}

  std::int32_t partitions() const override { return partitions_; }
  Result<std::unique_ptr<Appender>> appender(const TopicPartition& to) override;
  InputWriter& inputs() override { return *this; }
  Result<std::unique_ptr<Reader>> reader(const TopicPartition& from, Position start, Signal& wake) override;
  Result<Position> begin(const TopicPartition& of) override;
  Result<Position> end(const TopicPartition& of) override;
  PublishedTopics* published() override { return publishes_ ? this : nullptr; }

  // Verbs
  Offset push(const TopicPartition& to, NewRecord record);
  void cork(const std::string& topic) { corked_.insert(topic); }
  void uncork(const std::string& topic);
  void lose_acks(const std::string& topic);  // what is corked is appended, but reported as kRefence
  void drop(const std::string& topic);       // what is corked never arrives and is reported as kRefence
  void trim(const TopicPartition& of, Position before);
  enum class NextPublication { kSucceeds, kIsLost, kSucceedsUnheard, kComesWithTheNextClaim };
  void next_publication(NextPublication outcome) { next_publication_ = outcome; }  // of one group
  // What compaction may do at any time: of each key only the last record stays.
  void compact(const TopicPartition& of);
  std::vector<Record> records(const TopicPartition& of) const;

 private:
  struct Topic {
    std::int64_t base = 0;       // the oldest position kept
    std::deque<Record> records;  // ascending offsets; compaction leaves gaps
    std::int64_t end = 0;
  };
  struct Pending {
    TopicPartition to;
    NewRecord record;
    Appended done;
    void* by;
  };
  class AppenderOf;
  class ReaderOf;
  class PublisherOf;
  std::unique_ptr<Publisher> publisher(const std::string& name) override;
  Result<std::unique_ptr<ReaderToEnd>> reader_to_end(const TopicPartition& of, Position start, Signal& wake) override;
  void append(const TopicPartition& to, NewRecord record, Appended done) override {
    submit({to, std::move(record), std::move(done), nullptr});
  }
  void submit(Pending pending);
  void fail(void* by);
  std::deque<Pending> take(const std::string& topic);

  const std::int32_t partitions_;
  const bool publishes_;
  std::map<std::string, int> publishers_;                       // how often each name was claimed
  std::map<std::string, std::vector<Publication>> unfinished_;  // by name: what its next claim brings to its end
  NextPublication next_publication_ = NextPublication::kSucceeds;
  mutable std::recursive_mutex mutex_;
  std::map<TopicPartition, Topic> topics_;  // guarded by mutex_
  std::deque<Pending> pending_;             // guarded by mutex_
  std::set<std::string> corked_;
  std::multiset<std::pair<TopicPartition, Signal*>> listeners_;  // guarded by mutex_
};

}  // namespace leakproof::stream
