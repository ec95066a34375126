// A log under test, and what a test must do to it from outside: reopen it, trim it.
#pragma once
#include <functional>
#include <memory>
#include <string>

#include "base/manual_clock.h"
#include "kafka/handles.h"
#include "stream/log.h"

namespace leakproof::contract {

inline constexpr char kInput[] = "lead.submissions";
inline constexpr char kJournal[] = "ingest.journal";
inline constexpr std::int32_t kPartitions = 2;
inline constexpr std::size_t kRecordBytesMax = 8 << 20;

class LogWorld {
 public:
  virtual ~LogWorld() = default;
  virtual stream::Log& log() = 0;
  virtual void reopen() = 0;  // everything made from the log is gone by then
  virtual void trim(const stream::TopicPartition& of, stream::Position before) = 0;
};
using MakeWorld = std::function<std::unique_ptr<LogWorld>()>;

std::unique_ptr<LogWorld> embedded_world();
std::unique_ptr<LogWorld> kafka_world();  // on the broker of LEAKPROOF_KAFKA, under a prefix of its own

// Where the broker is; empty when none was given.
std::string broker();
kafka::KafkaOptions fresh_kafka_options();

}  // namespace leakproof::contract
