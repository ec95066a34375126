// One idempotent producer that many share, and the thread that hands out its answers. Behind all Appenders of a
// journal's topic, and behind inputs().
#pragma once
#include <atomic>
#include <memory>
#include <thread>
#include <vector>

#include "base/mutex.h"
#include "kafka/handles.h"
#include "kafka/lane.h"
#include "stream/log.h"

namespace leakproof::kafka {

// What goes wrong in one lane ends no other: librdkafka sends each partition's records in their order by themselves. It
// has one producer id for all, though: after records of one partition were given up, it lets all that is on its way
// come back, and only then goes on with the next epoch of its id. The others wait for that, and a record of theirs
// whose fate it did not know by then may stand in the log twice. docs/formats/journal.md says why that is safe.
class Producer {
 public:
  // `options` outlives it. With a topic, it waits until it knows the topic's leaders (a round trip), so that no record
  // has to wait for that. kRetry: no broker answers.
  static Result<std::unique_ptr<Producer>> start(const KafkaOptions& options, const std::string& topic = "");
  // Answers come on the producer's thread. All lanes are closed by then, or have no more appends: what is in flight
  // fails, with kRefence where it may have arrived. Not from within an answer.
  ~Producer();

  // From here: any thread. A lane is used by one thread at a time, and lives until it is closed.
  Lane& open(const stream::TopicPartition& to, AfterError after_error);
  void append(Lane& lane, const stream::TopicPartition& to, const stream::NewRecord& record, stream::Appended done);
  void close(Lane& lane);
  bool ended() const;  // librdkafka has given it up: it takes no more

 private:
  explicit Producer(const KafkaOptions& options) : options_(options) {}
  Status await_leaders(const std::string& topic);
  static void delivered(rd_kafka_t*, const rd_kafka_message_t* message, void*);
  static Error failure_of(const rd_kafka_message_t& message);
  void serve();
  void answer_unsent();
  void reap();
  bool all_answered();

  const KafkaOptions& options_;
  std::atomic<bool> closing_ = false;
  Mutex mutex_;
  std::vector<std::unique_ptr<Lane>> lanes_ LEAKPROOF_GUARDED_BY(mutex_);
  std::vector<Lane*> unsent_ LEAKPROOF_GUARDED_BY(mutex_);  // have an answer of which librdkafka knows nothing
  std::vector<Lane*> closed_ LEAKPROOF_GUARDED_BY(mutex_);  // librdkafka may hold records of them
  Handle handle_;
  std::thread thread_;
};

}  // namespace leakproof::kafka
