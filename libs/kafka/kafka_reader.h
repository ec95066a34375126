// Reads one partition of a broker: its own consumer handle, no group, from an explicit position. One thread.
#pragma once
#include "kafka/handles.h"
#include "stream/log.h"

namespace leakproof::kafka {

class KafkaReader final : public stream::Reader {
 public:
  // Starts to fetch at once, in librdkafka's threads; `wake` and `options` outlive it.
  static Result<std::unique_ptr<stream::Reader>> start(const KafkaOptions& options, const stream::TopicPartition& from,
                                                       stream::Position start, Signal& wake);
  ~KafkaReader() override;
  Status read(std::size_t max, std::vector<stream::Record>& out) override;

 private:
  KafkaReader(Handle handle, TopicHandle topic, std::int32_t partition, stream::Position at, Signal& wake);
  Status take(const rd_kafka_message_t& message, std::vector<stream::Record>& out);

  const Handle handle_;
  const TopicHandle topic_;
  const Queue queue_;
  const std::int32_t partition_;
  stream::Position at_;
  Signal& wake_;
};

}  // namespace leakproof::kafka
