// The log on a Kafka cluster: implements the ports of stream/log.h with librdkafka. Every topic must exist: see
// topic_admin.h.
#pragma once
#include <mutex>

#include "kafka/handles.h"
#include "kafka/kafka_appender.h"
#include "kafka/shared_consumers.h"
#include "stream/published_topics.h"

namespace leakproof::kafka {

// Outlives its appenders and readers, which share connections and threads.
class KafkaLog final : public stream::Log, private stream::PublishedTopics {
 public:
  // Takes one round trip. kRetry: no broker answers; kFatal: a property or the topics are wrong.
  static Result<std::unique_ptr<KafkaLog>> connect(KafkaOptions options);
  ~KafkaLog() override;

  std::int32_t partitions() const override { return partitions_; }
  Result<std::unique_ptr<stream::Appender>> appender(const stream::TopicPartition& to) override;
  stream::InputWriter& inputs() override;
  Result<std::unique_ptr<stream::Reader>> reader(const stream::TopicPartition& from, stream::Position start,
                                                 Signal& wake) override;
  Result<stream::Position> begin(const stream::TopicPartition& of) override;
  Result<stream::Position> end(const stream::TopicPartition& of) override;
  stream::PublishedTopics* published() override { return this; }

 private:
  class Inputs;
  std::unique_ptr<stream::Publisher> publisher(const std::string& name) override;
  Result<std::unique_ptr<stream::ReaderToEnd>> reader_to_end(const stream::TopicPartition& of, stream::Position start,
                                                             Signal& wake) override;
  explicit KafkaLog(KafkaOptions options);
  Result<std::pair<stream::Position, stream::Position>> bounds(const stream::TopicPartition& of);

  const KafkaOptions options_;
  Handle questions_;  // asks for metadata and watermarks
  std::int32_t partitions_ = 0;
  SharedConsumers following_;
  SharedConsumers copying_;  // readers to the end; they come and go
  Appenders appenders_;
  std::unique_ptr<Inputs> inputs_;
};

}  // namespace leakproof::kafka
