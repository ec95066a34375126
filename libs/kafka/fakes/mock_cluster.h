// librdkafka's own mock of a cluster, in this process: for what a real broker cannot be made to do at a given moment.
// Its topics have two partitions. One thread.
#pragma once
#include <librdkafka/rdkafka.h>
#include <librdkafka/rdkafka_mock.h>

#include <cstdint>
#include <string>
#include <vector>

#include "kafka/handles.h"

namespace leakproof::kafka {

class MockCluster {
 public:
  explicit MockCluster(const std::vector<std::string>& topics)
      : host_(*make_handle(RD_KAFKA_PRODUCER, *make_conf(no_options_, {}))),
        cluster_(rd_kafka_mock_cluster_new(host_.get(), 1)) {
    for (const auto& topic : topics) rd_kafka_mock_topic_create(cluster_.get(), topic.c_str(), 2, 1);
    options_.brokers = rd_kafka_mock_cluster_bootstraps(cluster_.get());
  }
  KafkaOptions& options() { return options_; }

  // A partition without a leader takes nothing and gives nothing.
  void lead(const std::string& topic, std::int32_t partition, bool led) {
    rd_kafka_mock_partition_set_leader(cluster_.get(), topic.c_str(), partition, led ? 1 : -1);
  }
  // The next request of a kind fails so.
  void fail_next(std::int16_t api_key, rd_kafka_resp_err_t error) {
    rd_kafka_mock_push_request_errors(cluster_.get(), api_key, 1, error);
  }
  static constexpr std::int16_t kProduce = 0;  // Kafka's own number of the request

 private:
  const KafkaOptions no_options_;
  Handle host_;
  std::unique_ptr<rd_kafka_mock_cluster_t, Destroy<rd_kafka_mock_cluster_destroy>> cluster_;
  KafkaOptions options_;
};

}  // namespace leakproof::kafka
