// What one writer has under way to one partition, on a producer that it shares with others: in order, with answers in
// the same order, and with its own end after an error. It knows nothing of librdkafka.
#pragma once
#include <deque>
#include <functional>
#include <optional>

#include "base/mutex.h"
#include "stream/log.h"

namespace leakproof::kafka {

enum class AfterError {
  kStop,  // an Appender: the first error ends it, what comes later is not sent and fails with kRefence
  kGoOn,  // inputs: each record stands for itself
};

// append(), close(): one thread at a time. report(), answer(): the producer's thread, on which answers come. It lives
// until all is reported, since the producer holds its deliveries.
class Lane {
 public:
  struct Delivery {
    Lane& lane;
    stream::Appended done;                          // empty: has been answered
    std::optional<Result<stream::Offset>> outcome;  // absent = not known yet
  };
  // Hands a record to the producer, which will report() its delivery; or says why it did not.
  using Send = std::function<Status(Delivery&)>;

  Lane(std::string name, AfterError after_error) : name_(std::move(name)), after_error_(after_error) {}

  // False when it was not sent: the answer waits for answer().
  bool append(stream::Appended done, const Send& send);
  // The producer's word on a delivery, in any order: what it took back it reports before what was on its way.
  static void report(Delivery& delivery, Result<stream::Offset> outcome);
  // Answers what is known, up to the first that is not.
  void answer();
  // Answers the rest, with kRefence where the outcome is not known, before it returns. Not from within an answer.
  void close();
  bool closed_and_reported() const;  // the producer holds nothing of it
  bool answered() const;             // all that was appended

 private:
  Status may_send() const LEAKPROOF_REQUIRES(mutex_);
  Result<stream::Offset> answer_to(const Delivery& delivery) LEAKPROOF_REQUIRES(mutex_);

  const std::string name_;  // for messages
  const AfterError after_error_;
  mutable Mutex mutex_;
  ConditionVariable answered_;
  std::deque<Delivery> deliveries_ LEAKPROOF_GUARDED_BY(mutex_);
  bool answering_ LEAKPROOF_GUARDED_BY(mutex_) = false;
  bool stopped_ LEAKPROOF_GUARDED_BY(mutex_) = false;  // an error is known
  bool failed_ LEAKPROOF_GUARDED_BY(mutex_) = false;   // an error has been answered
  bool closed_ LEAKPROOF_GUARDED_BY(mutex_) = false;
};

}  // namespace leakproof::kafka
