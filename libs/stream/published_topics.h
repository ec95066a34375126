// The port of what stands beside the journals for the world and for restore: published topics and compacted changelogs.
// Kafka has it; on the embedded log both are views of the journals.
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "stream/log.h"

namespace leakproof::stream {

struct Publication {
  TopicPartition to;
  NewRecord record;
};

// Writes groups of records: each group whole or not at all, and seen by readers only when it is whole. One thread; its
// calls wait for round trips.
class Publisher {
 public:
  virtual ~Publisher() = default;
  // Takes over the name it was made with: what another publisher of the name has left open ends here and is not seen,
  // and it can write no more.
  virtual Status claim() = 0;
  // kRefence: another one has claimed the name, or the outcome is not known. Claim, look what is published, go on
  // behind it.
  virtual Status publish(const std::vector<Publication>& group) = 0;
};

// Knows when it has given everything. Gives whole groups only.
class ReaderToEnd : public Reader {
 public:
  // Whether nothing visible stood behind what has been read when the last read() returned.
  virtual bool at_end() const = 0;
};

class PublishedTopics {
 public:
  virtual ~PublishedTopics() = default;
  virtual std::unique_ptr<Publisher> publisher(const std::string& name) = 0;
  // `wake` outlives the reader.
  virtual Result<std::unique_ptr<ReaderToEnd>> reader_to_end(const TopicPartition& of, Position start,
                                                             Signal& wake) = 0;
};

}  // namespace leakproof::stream
