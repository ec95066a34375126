// Reads one partition of a broker: its own consumer handle, no group, from an explicit position. One thread.
#pragma once
#include "kafka/handles.h"
#include "stream/published_topics.h"

namespace leakproof::kafka {

class KafkaReader final : public stream::ReaderToEnd {
 public:
  enum class Ends {
    kNotTold,
    kTold
  };  // to be told costs an event, and a ring of the signal, each time the end is reached
  // Starts to fetch at once, in librdkafka's threads; `wake` and `options` outlive it. Reads committed records only.
  static Result<std::unique_ptr<KafkaReader>> start(const KafkaOptions& options, const stream::TopicPartition& from,
                                                    stream::Position start, Signal& wake, Ends ends);
  ~KafkaReader() override;
  Status read(std::size_t max, std::vector<stream::Record>& out) override;
  bool at_end() const override { return at_end_; }

 private:
  KafkaReader(Handle handle, TopicHandle topic, std::int32_t partition, Signal& wake);
  Status take(const rd_kafka_message_t& message, std::vector<stream::Record>& out);

  const Handle handle_;
  const TopicHandle topic_;
  const Queue queue_;
  const std::int32_t partition_;
  Signal& wake_;
  bool at_end_ = false;
};

}  // namespace leakproof::kafka
