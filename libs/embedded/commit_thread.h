// The one writer of the embedded log: takes every append that waits, writes them as one batch with one fsync, shows
// them to the readers and acknowledges them in order. After a write that met a full disk it opens the database anew
// when there is space; after any other failed write it writes nothing more.
#pragma once
#include <rocksdb/file_system.h>

#include <memory>
#include <optional>
#include <thread>
#include <vector>

#include "base/mutex.h"
#include "base/time.h"
#include "embedded/tail.h"
#include "rocks/database.h"
#include "rocks/reopenable.h"

namespace leakproof::embedded {

// The appends of one Appender: they stop at the first error. Guarded by the mutex of its commit thread.
struct Lane {
  bool stopped = false;
  std::size_t in_flight = 0;
};

class CommitThread {
 public:
  struct Limits {
    std::size_t record_bytes_max;
    std::size_t waiting_bytes_max;
  };
  // `database`, `place` and `clock` outlive it. `disk` is asked for the space that is free.
  CommitThread(rocks::Reopenable& database, std::shared_ptr<rocksdb::FileSystem> disk, const rocks::Place& place,
               const Clock& clock, Limits limits);
  ~CommitThread();  // writes what waits

  // Any thread. `lane` is null for appends that stand for themselves.
  void append(Tail& to, stream::NewRecord record, stream::Appended done, Lane* lane);
  // Returns when every append of the lane has its answer; those not yet being written fail. Not from within an answer.
  void close(Lane& lane);

 private:
  struct Append {
    Tail* to;
    stream::Record record;
    stream::Appended done;
    Lane* lane;
    std::optional<Error> failure;
    std::size_t bytes;
  };
  void run();
  bool take(std::vector<Append>& batch);
  void write(std::vector<Append>& batch);
  void put(Append& append, rocksdb::WriteBatch& writes);
  Status recover();
  void publish(std::vector<Append>& batch);
  void acknowledge(std::vector<Append>& batch);
  std::optional<Error> turned_away(std::size_t bytes) const LEAKPROOF_REQUIRES(mutex_);

  rocks::Reopenable& database_;
  const std::shared_ptr<rocksdb::FileSystem> disk_;
  const rocks::Place& place_;
  const Clock& clock_;
  const Limits limits_;
  rocksdb::Status last_;  // own thread only: of the last write

  Mutex mutex_;  // guards every Lane, too
  ConditionVariable work_;
  ConditionVariable answered_;
  std::vector<Append> waiting_ LEAKPROOF_GUARDED_BY(mutex_);
  std::size_t waiting_bytes_ LEAKPROOF_GUARDED_BY(mutex_) = 0;
  bool closing_ LEAKPROOF_GUARDED_BY(mutex_) = false;

  std::thread thread_;  // last: it uses all of the above
};

}  // namespace leakproof::embedded
