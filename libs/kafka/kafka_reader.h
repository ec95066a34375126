// Reads one partition of a broker from an explicit position, by a consumer that it shares with other readers, and
// through a queue of its own: one that is not read holds up no other. One thread.
#pragma once
#include "kafka/fetched.h"
#include "kafka/shared_consumers.h"
#include "stream/published_topics.h"

namespace leakproof::kafka {

// How the consumers of readers fetch: those that follow a partition, and those that copy it and are told its end, which
// costs an event each time that it is reached.
extern const Properties kFollowing;
extern const Properties kCopying;

class KafkaReader final : public stream::ReaderToEnd {
 public:
  // Starts to fetch at once, in librdkafka's threads; `wake` and `consumers` outlive it. Reads committed records only.
  // `topic_prefix` stands before the topic's name in the cluster.
  static Result<std::unique_ptr<KafkaReader>> start(SharedConsumers& consumers, const std::string& topic_prefix,
                                                    const stream::TopicPartition& from, stream::Position start,
                                                    Signal& wake);
  ~KafkaReader() override;  // no fetch for it is begun any more when this returns
  // An error comes alone: with it no record is added, and what stands behind it comes with the next read.
  Status read(std::size_t max, std::vector<stream::Record>& out) override;
  bool at_end() const override { return fetched_.at_end(); }  // never, unless the consumer copies

 private:
  KafkaReader(std::unique_ptr<SharedConsumers::Place> place, TopicHandle topic, std::int32_t partition, Signal& wake);
  bool fetch(std::size_t max);
  Error error_of(const rd_kafka_message_t& message) const;

  const std::unique_ptr<SharedConsumers::Place> place_;
  const TopicHandle topic_;
  const Queue queue_;
  const std::int32_t partition_;
  Signal& wake_;
  Fetched fetched_;
};

}  // namespace leakproof::kafka
