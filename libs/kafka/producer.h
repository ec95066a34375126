// One idempotent producer and the thread that hands out its answers. Behind each Appender, and behind inputs().
#pragma once
#include <atomic>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <thread>

#include "base/mutex.h"
#include "kafka/handles.h"
#include "stream/log.h"

namespace leakproof::kafka {

enum class AfterError {
  kStop,  // an Appender: the first error ends it, what comes later fails with kRefence
  kGoOn,  // inputs: each record stands for itself, until librdkafka itself cannot go on
};

// append(): any thread. Answers come on the producer's thread, those of one partition in the order of its appends.
class Producer {
 public:
  static Result<std::unique_ptr<Producer>> start(const KafkaOptions& options, AfterError after_error);
  ~Producer();  // fails what is in flight, with kRefence where it may have arrived. Not from within an answer.

  void append(const stream::TopicPartition& to, stream::NewRecord record, stream::Appended done);
  bool ended() const { return ended_; }  // takes no more

 private:
  struct Lane;
  struct Delivery {
    Lane& lane;
    stream::Appended done;
    std::optional<Result<stream::Offset>> outcome;  // absent = not known yet
  };
  // librdkafka reports what it purged before what was on its way, so answers wait for those before them.
  struct Lane {
    Producer& producer;
    std::deque<Delivery> deliveries{};
    bool failed = false;  // an error has been answered
  };
  Producer(const KafkaOptions& options, AfterError after_error) : options_(options), after_error_(after_error) {}
  static void delivered(rd_kafka_t*, const rd_kafka_message_t* message, void*);
  Error failure_of(const rd_kafka_message_t& message);
  void answer(Lane& lane);
  bool answer_all();
  void serve();

  const KafkaOptions& options_;
  const AfterError after_error_;
  std::atomic<bool> ended_ = false;
  std::atomic<bool> closing_ = false;
  Mutex mutex_;                                                                // guards what each Lane holds, too
  std::map<stream::TopicPartition, Lane> lanes_ LEAKPROOF_GUARDED_BY(mutex_);  // never shrinks
  Handle handle_;
  std::thread thread_;
};

}  // namespace leakproof::kafka
