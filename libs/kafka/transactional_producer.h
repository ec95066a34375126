// Writes groups of records that plain read_committed consumers see whole or not at all: for the projector, where waiting does not matter.
// One thread. After an outcome that is not clear the producer is thrown away, and the next begin() makes a new one, which ends what is
// open.
#pragma once
#include "kafka/handles.h"
#include "stream/log.h"

namespace leakproof::kafka {

class TransactionalProducer {
 public:
  // `id` is the same after a restart, and of one partition of one stage: a new producer of that id fences the old one. `options` outlives
  // it.
  TransactionalProducer(const KafkaOptions& options, std::string id) : options_(options), id_(std::move(id)) {}

  // The first one, and each after an error, takes some round trips. kRefence of any call: another producer has the id, or the outcome is
  // not known: read what has been published, then go on behind it.
  Status begin();
  Status produce(const stream::TopicPartition& to, const stream::NewRecord& record);  // queued; errors may show at commit
  Status commit();                                                                    // waits until all is written and visible
  // Always succeeds: a producer that cannot abort cleanly is thrown away, and its successor ends what it has left open.
  void abort();

 private:
  Status make();
  Status settle(rd_kafka_error_t* error, const std::string& doing);
  bool lost_connection();

  const KafkaOptions& options_;
  const std::string id_;
  Handle handle_;  // null = to be made
};

}  // namespace leakproof::kafka
