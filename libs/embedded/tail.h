// One partition as appends and reads meet: where it begins and ends, its newest records in memory, and who wants to be
// woken. Thread-safe, but only the commit thread assigns and publishes offsets.
#pragma once
#include <deque>
#include <vector>

#include "base/mutex.h"
#include "base/signal.h"
#include "stream/log.h"

namespace leakproof::embedded {

struct Bounds {
  stream::Position begin;  // oldest kept
  stream::Position end;    // behind the last durable record
};

class Tail {
 public:
  Tail(stream::TopicPartition of, Bounds bounds, std::size_t bytes_max);

  const stream::TopicPartition& of() const { return of_; }
  const std::string& prefix() const { return prefix_; }  // of its keys on disk

  // Commit thread: the next offset, then either all that were assigned are published in order, or all are given back.
  stream::Offset assign() { return stream::Offset(next_++); }
  void publish(stream::Record record);
  void give_back();

  void ring();
  void trim(stream::Position before);
  Bounds bounds() const;
  // Copies up to `max` records from `from` when memory still holds them.
  Bounds read(stream::Position from, std::size_t max, std::vector<stream::Record>& out) const;

  void listen(Signal& signal);
  void unlisten(Signal& signal);

 private:
  void drop_oldest() LEAKPROOF_REQUIRES(mutex_);

  const stream::TopicPartition of_;
  const std::string prefix_;
  const std::size_t bytes_max_;
  std::int64_t next_;  // commit thread only

  mutable Mutex mutex_;
  Bounds bounds_ LEAKPROOF_GUARDED_BY(mutex_);
  std::deque<stream::Record> newest_ LEAKPROOF_GUARDED_BY(mutex_);  // dense, up to bounds_.end
  std::size_t newest_bytes_ LEAKPROOF_GUARDED_BY(mutex_) = 0;
  std::vector<Signal*> listeners_ LEAKPROOF_GUARDED_BY(mutex_);
};

}  // namespace leakproof::embedded
