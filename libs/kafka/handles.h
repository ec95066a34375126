// Owners of librdkafka's handles, and how every client of ours is configured.
#pragma once
#include <librdkafka/rdkafka.h>

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>

#include "base/result.h"

namespace leakproof::kafka {

using Properties = std::map<std::string, std::string>;  // librdkafka's own names

struct KafkaOptions {
  std::string brokers;       // "host:port,host:port"
  std::string topic_prefix;  // before every topic's name in the cluster
  std::string client_id = "leakproof";
  Properties properties;  // security and the like; they win over ours
  std::int64_t record_bytes_max = 8 << 20;
  std::function<void(int level, const std::string& text)> log;  // syslog levels; any thread; null = silent
};

template <auto destroy>
struct Destroy {
  template <class T>
  void operator()(T* handle) const {
    destroy(handle);
  }
};
using Handle = std::unique_ptr<rd_kafka_t, Destroy<rd_kafka_destroy>>;
using Queue = std::unique_ptr<rd_kafka_queue_t, Destroy<rd_kafka_queue_destroy>>;
using TopicHandle = std::unique_ptr<rd_kafka_topic_t, Destroy<rd_kafka_topic_destroy>>;
using Partitions = std::unique_ptr<rd_kafka_topic_partition_list_t, Destroy<rd_kafka_topic_partition_list_destroy>>;
using Conf = std::unique_ptr<rd_kafka_conf_t, Destroy<rd_kafka_conf_destroy>>;
using Event = std::unique_ptr<rd_kafka_event_t, Destroy<rd_kafka_event_destroy>>;
using KafkaError = std::unique_ptr<rd_kafka_error_t, Destroy<rd_kafka_error_destroy>>;

// What all clients share, then `own`, then options.properties. kFatal names the property that librdkafka does not take.
// `options` outlives what is made from it.
Result<Conf> make_conf(const KafkaOptions& options, const Properties& own);
Result<Handle> make_handle(rd_kafka_type_t type, Conf conf);

}  // namespace leakproof::kafka
