// Publishes groups of records by Kafka's transactions, which plain read_committed consumers see whole or not at all:
// for the projector, where waiting does not matter.
#pragma once
#include "kafka/handles.h"
#include "stream/published_topics.h"

namespace leakproof::kafka {

// After an outcome that is not clear the producer is thrown away: a delayed request of it could end the next
// transaction.
class KafkaPublisher final : public stream::Publisher {
 public:
  // `id` (transactional.id) is the same after a restart, and of one partition of one stage. `options` outlives it.
  KafkaPublisher(const KafkaOptions& options, std::string id) : options_(options), id_(std::move(id)) {}

  Status claim() override;
  Status publish(const std::vector<stream::Publication>& group) override;

 private:
  Status send(const std::vector<stream::Publication>& group);
  Status outcome(rd_kafka_error_t* error, const std::string& doing);
  void abandon();
  bool lost_connection();

  const KafkaOptions& options_;
  const std::string id_;
  Handle handle_;  // null = to be claimed
};

}  // namespace leakproof::kafka
