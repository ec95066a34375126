// Appends to journals: one producer a topic, and that is a stage, for all of its partitions in this process.
#pragma once
#include <map>
#include <memory>
#include <string>

#include "base/mutex.h"
#include "kafka/producer.h"

namespace leakproof::kafka {

// Any thread. A producer that librdkafka has given up is replaced for the appenders to come, and ends with the last of
// those that it has.
class Appenders {
 public:
  // `options` outlives it and its appenders.
  explicit Appenders(const KafkaOptions& options) : options_(options) {}
  // The first of a topic takes a round trip. kRetry: no broker answers.
  Result<std::unique_ptr<stream::Appender>> open(const stream::TopicPartition& to);

 private:
  Result<std::shared_ptr<Producer>> producer_of(const std::string& topic);

  const KafkaOptions& options_;
  Mutex mutex_;
  std::map<std::string, std::shared_ptr<Producer>> producers_ LEAKPROOF_GUARDED_BY(mutex_);  // those in use
};

}  // namespace leakproof::kafka
