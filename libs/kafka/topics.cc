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

std::string render(const Topics& table) {
  std::string page =
      "# Topics\n"
      "This page is written from `proto/topics.textproto`; a test of `libs/kafka` holds it to that. All "
      "topics have the same\n"
      "number of partitions; the partition is murmur2 of the key, as Kafka's own clients choose it. "
      "Journals are written\n"
      "without transactions, published topics with them: read these with `isolation.level=read_committed`.\n\n"
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
  return page;
}

}  // namespace leakproof::kafka
