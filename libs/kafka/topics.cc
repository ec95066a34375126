#include "kafka/topics.h"

#include <google/protobuf/text_format.h>

#include "base/check.h"

extern const char kTopicsText[];

namespace leakproof::kafka {

const Topics& topics() {
  static const Topics table = [] {
    Topics parsed;
    LEAKPROOF_CHECK(google::protobuf::TextFormat::ParseFromString(kTopicsText, &parsed));
    return parsed;
  }();
  return table;
}

namespace {

// As measured with the keys team-0, team-1, demo and shop on 12 partitions.
constexpr const char* kPartitioners =
    "\n## Which partition a record goes to\n\n"
    "A record of an input topic belongs on the partition that Kafka's Java client would choose for the id of its "
    "workspace:\n"
    "murmur2 of the key, its sign bit taken off, modulo the number of partitions. Many clients choose another one "
    "unless they\n"
    "are told so:\n\n"
    "| client | by itself | what to set |\n|---|---|---|\n"
    "| Java, Kafka Streams, Kafka Connect | right | nothing; no `partitioner.class` of your own |\n"
    "| librdkafka, and what is built on it: confluent-kafka (Python, Go, .NET, JavaScript), node-rdkafka, "
    "rust-rdkafka, "
    "php-rdkafka, kcat | CRC32 | `partitioner=murmur2_random` |\n"
    "| kafka-python, aiokafka | right | nothing, with keys as bytes |\n"
    "| kafkajs 2 | right | nothing |\n"
    "| kafkajs 1 | a murmur2 of its own | `createPartitioner: Partitioners.JavaCompatiblePartitioner` |\n"
    "| franz-go | right | nothing |\n"
    "| sarama | FNV-1a | `Producer.Partitioner` of murmur2, such as `partitioner.NewJVMCompatiblePartitioner` of kaf "
    "|\n"
    "| kafka-go | FNV-1a, or in turn | `Balancer: kafka.Murmur2Balancer{}` |\n\n"
    "What stands elsewhere is not lost: the owner of the wrong partition counts it "
    "(`leakproof_ingest_handed_over_total`),\n"
    "says so once a sender (`record_misplaced`), and hands it over to the right one, exactly once and in the order of "
    "its\n"
    "arrival. That costs some 20 ms a record and workspace, so set the partitioner right.\n";

}  // namespace

std::string render(const Topics& table) {
  std::string page =
      "# Topics\n"
      "This page is written from `proto/topics.textproto`; a test of `libs/kafka` holds it to that. All "
      "topics have the same\n"
      "number of partitions. Journals are written without transactions, published topics with them: read these with\n"
      "`isolation.level=read_committed`.\n\n"
      "| topic | kind | key | value | writer | readers | kept | record up to | holds "
      "|\n|---|---|---|---|---|---|---|---|---|\n";
  for (const Topic& topic : table.topic()) {
    const std::string kept = topic.cleanup() == "compact"    ? "last of each key"
                             : topic.retention_hours() == -1 ? "for ever"
                                                             : std::to_string(topic.retention_hours() / 24) + " days";
    page += "| " + topic.name() + " | " + topic.kind() + " | " + topic.key() + " | " + topic.value() + " | " +
            topic.writer() + " | " + topic.readers() + " | " + kept + " | " +
            std::to_string(topic.record_bytes_max() >> 20) + " MiB | " + topic.holds() + " |\n";
  }
  return page + kPartitioners;
}

}  // namespace leakproof::kafka
