// The log in one local directory: durable, one process, nothing to install. One RocksDB holds every topic; one thread
// commits what waits with one fsync.
#pragma once
#include <chrono>
#include <filesystem>
#include <map>
#include <memory>
#include <string>

#include "base/mutex.h"
#include "base/time.h"
#include "embedded/commit_thread.h"
#include "embedded/limits.h"
#include "stream/log.h"

namespace rocksdb {
class Env;
}

namespace leakproof::embedded {

struct EmbeddedOptions {
  std::map<std::string, std::chrono::hours> retention;  // by topic; a topic that is not listed is kept for ever
  std::size_t record_bytes_max = kRecordBytesMax;
  std::size_t tail_bytes_max = kTailBytesMax;
  rocksdb::Env* env = nullptr;  // the disk; null = the machine's. Outlives the log.
};

// Outlives its appenders and readers. Appends fail with kRefence while the disk takes none (full, or a failed fsync);
// reads go on.
class EmbeddedLog final : public stream::Log {
 public:
  // Makes the directory when absent. kFatal: in use, damaged, or made with another number of partitions. `clock`
  // outlives the log.
  static Result<std::unique_ptr<EmbeddedLog>> open(const std::filesystem::path& directory, std::int32_t partitions,
                                                   const Clock& clock, EmbeddedOptions options);
  static Result<std::unique_ptr<EmbeddedLog>> open(const std::filesystem::path& directory, std::int32_t partitions,
                                                   const Clock& clock) {
    return open(directory, partitions, clock, EmbeddedOptions());
  }
  ~EmbeddedLog() override;

  std::int32_t partitions() const override { return partitions_; }
  Result<std::unique_ptr<stream::Appender>> appender(const stream::TopicPartition& to) override;
  stream::InputWriter& inputs() override;
  Result<std::unique_ptr<stream::Reader>> reader(const stream::TopicPartition& from, stream::Position start,
                                                 Signal& wake) override;
  Result<stream::Position> begin(const stream::TopicPartition& of) override;
  Result<stream::Position> end(const stream::TopicPartition& of) override;

  // Deletes the records before a position; readers that stand there get kFatal.
  Status trim(const stream::TopicPartition& of, stream::Position before);
  // Deletes what is older than its topic's retention. Takes some 30 reads a partition: call it every few minutes.
  Status retain(Instant now);

 private:
  class Inputs;
  EmbeddedLog(std::unique_ptr<rocksdb::DB> database, rocks::Reopenable::Opening opening, rocks::Place place,
              std::int32_t partitions, const Clock& clock, EmbeddedOptions options);
  Result<Tail*> tail_of(const stream::TopicPartition& of);
  Result<stream::Position> first_after(const Tail& tail, Instant time) const;

  const EmbeddedOptions options_;
  const std::int32_t partitions_;
  const rocks::Place place_;
  mutable rocks::Reopenable database_;
  Mutex mutex_;
  std::map<stream::TopicPartition, std::unique_ptr<Tail>> tails_
      LEAKPROOF_GUARDED_BY(mutex_);  // those in use; a Tail lives as long as the log
  std::unique_ptr<Inputs> inputs_;
  CommitThread commits_;  // last: it ends before what it uses
};

// One process owns everything: all partitions are given by the first poll, and none is ever taken.
class EmbeddedOwnership final : public stream::Ownership {
 public:
  explicit EmbeddedOwnership(std::int32_t partitions) : partitions_(partitions) {}
  std::vector<stream::OwnershipChange> poll() override;
  void released(std::int32_t) override {}

 private:
  std::int32_t partitions_;  // yet to be given
};

}  // namespace leakproof::embedded
