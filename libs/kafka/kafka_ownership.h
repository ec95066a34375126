// Which partitions of a stage are ours, by membership in a consumer group on the stage's input topic. The members read
// nothing through it. Partitions move one by one (cooperative), and only after released(). A member that was put out
// (its name was taken, or its session ended while no broker could be reached) releases everything and comes back after
// a pause. One thread drives it.
#pragma once
#include <chrono>
#include <optional>
#include <set>

#include "kafka/handles.h"
#include "stream/log.h"

namespace leakproof::kafka {

class KafkaOwnership final : public stream::Ownership {
 public:
  // `instance` names this process among the group's members, the same after a restart: its partitions are then given
  // back at once instead of after the session's end (6 s). Empty = no name. `options` outlives it.
  static Result<std::unique_ptr<KafkaOwnership>> join(const KafkaOptions& options, const std::string& group,
                                                      const std::string& instance, const std::string& input_topic);
  ~KafkaOwnership() override;  // leaves the group; whatever is still owned is given up

  std::vector<stream::OwnershipChange> poll() override;
  void released(std::int32_t partition) override;
  bool joined() const override { return joined_; }

 private:
  KafkaOwnership(const KafkaOptions& options, std::string group, std::string instance, std::string topic);
  Status enter();
  void put_out(std::vector<stream::OwnershipChange>& changes);
  void come_back();
  void serve(rd_kafka_event_t* event, std::vector<stream::OwnershipChange>& changes);
  void give(const rd_kafka_topic_partition_list_t* partitions, std::vector<stream::OwnershipChange>& changes);
  void take(const rd_kafka_topic_partition_list_t* partitions, std::vector<stream::OwnershipChange>& changes);
  void close();

  const KafkaOptions& options_;
  const std::string group_;
  const std::string instance_;
  const std::string topic_;
  Handle handle_;
  Queue queue_;
  std::optional<std::chrono::steady_clock::time_point> back_at_;  // put out of the group, and when to come back
  bool joined_ = false;                                           // the group has answered
  std::set<std::int32_t> owned_;
  std::set<std::int32_t> awaited_;  // revoked, not yet released()
  Partitions revoked_;              // what the group waits for; null = nothing
};

}  // namespace leakproof::kafka
