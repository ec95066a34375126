// The log that all machines share, with all that was ever appended to it kept as evidence.
#pragma once
#include <deque>
#include <map>
#include <memory>

#include "evidence.h"
#include "plan.h"
#include "stream/fakes/memory_log.h"
#include "trace.h"

namespace leakproof::sim {

struct InTheAir {
  stream::TopicPartition to;
  stream::NewRecord record;
};

// A group of which nobody knows what became.
struct Unfinished {
  std::shared_ptr<stream::Publisher> by;
  std::vector<stream::Publication> group;
};

class Broker {
 public:
  Broker(Evidence& evidence, Trace& trace, std::int32_t partitions, bool publishes)
      : log(partitions, publishes), evidence_(evidence), trace_(trace) {
    evidence.partitions = partitions;
    evidence.publishes = publishes;
  }

  stream::Offset push(const stream::TopicPartition& to, stream::NewRecord record);
  // What a publisher has written into the log by itself.
  void keep(const stream::TopicPartition& to, const stream::NewRecord& record);
  void now(Instant now) { now_ = now; }

  stream::MemoryLog log;
  std::deque<InTheAir> late;                     // arrives one day, or never
  std::map<std::string, Unfinished> unfinished;  // by the publisher's name
  enum class Publication { kSucceeds, kIsLost, kIsUnheard };
  Publication next_publication = Publication::kSucceeds;
  Counters counts;             // faults that came true
  std::int64_t published = 0;  // groups

 private:
  Evidence& evidence_;
  Trace& trace_;
  Instant now_;
};

}  // namespace leakproof::sim
