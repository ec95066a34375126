// The ports of a log: topics of partitions of records, append and read. Two adapters implement them and pass one
// contract test suite: libs/embedded (one local RocksDB) and libs/kafka (a real broker). Nothing here blocks for longer
// than a local call unless it says so.
#pragma once
#include <compare>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/id.h"
#include "base/result.h"
#include "base/time.h"

namespace leakproof {
class Signal;
}

namespace leakproof::stream {

using Offset = Number<struct OffsetTag>;      // of a record
using Position = Number<struct PositionTag>;  // the next offset to read

constexpr Position after(Offset offset) { return Position(offset.value() + 1); }

struct TopicPartition {
  std::string topic;
  std::int32_t partition = 0;
  auto operator<=>(const TopicPartition&) const = default;
};

struct Header {
  std::string name;
  std::string value;
};
struct NewRecord {
  std::string key;
  std::string value;
  std::vector<Header> headers;
};
struct Record {
  Offset offset;
  Instant appended;  // the log's clock, for retention and lag; no decision uses it
  std::string key;
  std::string value;
  std::vector<Header> headers;
};

// Called exactly once an append, on a thread of the log, in the order of the appends of one Appender; it must not block
// or throw. The offset once the record is durable (acks=all, or fsynced); an Error of kRetry: certainly not appended;
// kRefuse: too large; kRefence: it may or may not have been appended.
using Appended = std::function<void(Result<Offset>)>;

// Appends to one partition, in order. After the first error every later append fails with kRefence: destroy it and
// claim again. Destroying it fails what is in flight. One thread at a time.
class Appender {
 public:
  virtual ~Appender() = default;
  virtual void append(NewRecord record, Appended done) = 0;
};

// Appends to input topics, which many writers share. Thread-safe; each append succeeds or fails by itself.
class InputWriter {
 public:
  virtual ~InputWriter() = default;
  virtual void append(const TopicPartition& to, NewRecord record, Appended done) = 0;
};

// Reads one partition forward. One thread. Rings the signal it was made with whenever there may be more: no polling
// delay at the tail.
class Reader {
 public:
  virtual ~Reader() = default;
  // Adds up to `max` durable records to `out`, in order, without waiting; adds none at the tail.
  // kFatal when the position no longer exists (retention passed it, or the log lost its end): never a silent jump.
  virtual Status read(std::size_t max, std::vector<Record>& out) = 0;
};

class PublishedTopics;

// One log: a broker's cluster or one local directory. Thread-safe.
class Log {
 public:
  virtual ~Log() = default;
  virtual std::int32_t partitions() const = 0;  // the same for every topic
  virtual Result<std::unique_ptr<Appender>> appender(const TopicPartition& to) = 0;
  virtual InputWriter& inputs() = 0;
  // `wake` outlives the reader.
  virtual Result<std::unique_ptr<Reader>> reader(const TopicPartition& from, Position start, Signal& wake) = 0;
  // May take a round trip: the oldest position kept, and the position behind the last durable record.
  virtual Result<Position> begin(const TopicPartition& of) = 0;
  virtual Result<Position> end(const TopicPartition& of) = 0;
  // Null where published topics and changelogs are views of the journals; a lost store is then rebuilt from the whole
  // journal.
  virtual PublishedTopics* published() { return nullptr; }
};

// Which partitions of a stage this process is to own: liveness only, safety never rests on it. Driven by one thread.
struct OwnershipChange {
  std::int32_t partition;
  bool given;  // false: to be released, then confirmed by released()
};
class Ownership {
 public:
  virtual ~Ownership() = default;
  virtual std::vector<OwnershipChange> poll() = 0;  // does not wait
  virtual void released(std::int32_t partition) = 0;
  // Whether it is known what is ours: before, none does not mean nothing.
  virtual bool joined() const { return true; }
};

// The default partitioner of Kafka's Java client (murmur2 of the key, positive, modulo). Other clients choose others by
// themselves: docs/formats/topics.md, stream/hand_over.h. partitions ≥ 1.
std::int32_t partition_of(std::string_view key, std::int32_t partitions);

}  // namespace leakproof::stream
