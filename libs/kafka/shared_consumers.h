// The consumers that all readers of a log share: threads and connections grow with brokers, not with partitions.
#pragma once
#include <memory>
#include <set>
#include <vector>

#include "base/mutex.h"
#include "kafka/handles.h"
#include "stream/log.h"

namespace leakproof::kafka {

// A consumer has one position a partition, so a reader takes the first consumer on which nobody reads its partition:
// there are as many consumers as there are readers of the partition that is read most. They stay until the end, each
// with one fetch under way a broker, for all of its partitions at once. Any thread.
class SharedConsumers {
  struct Consumer {
    Handle handle;
    std::set<stream::TopicPartition> taken{};
  };

 public:
  // The right to read one partition by one consumer: whoever has it stops reading before they give it up by destroying
  // it. The consumers outlive it.
  class Place {
   public:
    Place(SharedConsumers& of, Consumer& consumer, stream::TopicPartition partition)
        : of_(of), consumer_(consumer), partition_(std::move(partition)) {}
    Place(const Place&) = delete;
    Place& operator=(const Place&) = delete;
    ~Place() { of_.give_up(consumer_, partition_); }
    rd_kafka_t* handle() const { return consumer_.handle.get(); }

   private:
    SharedConsumers& of_;
    Consumer& consumer_;
    const stream::TopicPartition partition_;
  };

  // `options` outlives them.
  SharedConsumers(const KafkaOptions& options, Properties properties)
      : options_(options), properties_(std::move(properties)) {}

  // kFatal: librdkafka does not take a property.
  Result<std::unique_ptr<Place>> take(const stream::TopicPartition& partition);

 private:
  Result<Consumer*> free_for(const stream::TopicPartition& partition) LEAKPROOF_REQUIRES(mutex_);
  void give_up(Consumer& consumer, const stream::TopicPartition& partition);

  const KafkaOptions& options_;
  const Properties properties_;
  Mutex mutex_;  // guards what each Consumer has taken, too
  std::vector<std::unique_ptr<Consumer>> consumers_ LEAKPROOF_GUARDED_BY(mutex_);
};

}  // namespace leakproof::kafka
