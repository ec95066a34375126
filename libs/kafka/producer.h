// One idempotent producer and the thread that hands out its delivery reports. Behind each Appender, and behind inputs().
#pragma once
#include <atomic>
#include <deque>
#include <memory>
#include <mutex>
#include <thread>

#include "kafka/handles.h"
#include "stream/log.h"

namespace leakproof::kafka {

enum class AfterError {
  kStop,  // an Appender: the first error ends it, what comes later fails with kRefence
  kGoOn,  // inputs: each record stands for itself, until librdkafka itself cannot go on
};

// append(): any thread. Answers come on the producer's thread, in the order of the appends as long as one thread calls.
class Producer {
 public:
  static Result<std::unique_ptr<Producer>> start(const KafkaOptions& options, AfterError after_error);
  ~Producer();  // fails what is in flight, with kRefence where it may have arrived. Not from within an answer.

  void append(const stream::TopicPartition& to, stream::NewRecord record, stream::Appended done);
  bool ended() const { return ended_; }  // takes no more
  rd_kafka_t* handle() { return handle_.get(); }

 private:
  struct Delivery;
  struct Unsent {
    stream::Appended done;
    Error error;
  };
  Producer(const KafkaOptions& options, AfterError after_error) : options_(options), after_error_(after_error) {}
  static void delivered(rd_kafka_t*, const rd_kafka_message_t* message, void*);
  void answer(Delivery& delivery, const rd_kafka_message_t& message);
  void answer_unsent();
  void serve();

  const KafkaOptions& options_;
  const AfterError after_error_;
  std::atomic<bool> ended_ = false;
  std::atomic<bool> closing_ = false;
  std::mutex mutex_;           // guards unsent_
  std::deque<Unsent> unsent_;  // refused by us or by the queue; answered once all that was sent before has its answer
  Handle handle_;
  std::thread thread_;
};

}  // namespace leakproof::kafka
