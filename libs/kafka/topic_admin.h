// Compares a cluster's topics with our table and makes those that are missing. Called at start and by an operator; one
// thread; takes round trips.
#pragma once
#include <chrono>
#include <vector>

#include "kafka/handles.h"
#include "kafka/topics.h"

namespace leakproof::kafka {

struct TopicProblem {
  std::string topic;   // its name in the cluster
  std::string what;    // what is wrong, for a person
  std::string repair;  // the command of Kafka's own tools that puts it right, or what to do when there is none
};

constexpr std::chrono::milliseconds kSignOfLife{3000};  // within it a cluster that works says that it does

class TopicAdmin {
 public:
  // `options` outlives it.
  static Result<TopicAdmin> connect(const KafkaOptions& options);

  // Waits until the cluster shows every topic of the table, each partition with a leader. kRetry: not within ten
  // seconds.
  Status await_leaders(const Topics& table);
  // Whether any broker answers. kRetry: not within kSignOfLife.
  Status ask();
  // Existence, one number of partitions, cleanup.policy, retention.ms, max.message.bytes. Empty = all is well.
  Result<std::vector<TopicProblem>> check(const Topics& table);
  // Leaves alone what exists; returns when the cluster shows what it made. With three replicas and more, an append is
  // acknowledged by two at least.
  Status create_missing(const Topics& table, std::int32_t partitions, std::int32_t replication);

 private:
  TopicAdmin(const KafkaOptions& options, Handle handle) : options_(&options), handle_(std::move(handle)) {}
  struct Shown {  // what the cluster shows of a topic
    std::int32_t partitions = 0;
    bool led = false;  // each partition has a leader
  };
  Result<std::map<std::string, Shown>> shown();
  Result<std::map<std::string, Properties>> settings_of(const std::vector<std::string>& names);
  std::string repair_of(const std::string& topic, const std::string& setting, const std::string& value) const;

  const KafkaOptions* options_;
  Handle handle_;
};

}  // namespace leakproof::kafka
