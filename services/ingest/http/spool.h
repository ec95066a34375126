// Forms that the log does not take now. A browser cannot send again, so what it sent is kept in a local durable queue
// and answered, then handed to the log in the order of the queue, one after the other, once the log takes appends
// again. At least once: a form may reach the log twice, under the same receipt. While the log works a form only passes
// through here and costs one copy of its record. append() from any thread, until close(); step() and close() from one.
// Callbacks of the logs keep it alive.
#pragma once
#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <optional>

#include "base/mutex.h"
#include "base/signal.h"
#include "base/time.h"
#include "observe/metrics.h"
#include "stream/log.h"

namespace leakproof::ingest {

struct SpoolLimits {
  std::size_t forms_max = 10'000;               // that wait; more are turned away
  std::size_t bytes_max = 256 << 20;            // of their records
  Duration patience = std::chrono::seconds(2);  // for the log's answer; then the form is spooled too
  Duration pause = std::chrono::seconds(1);     // after the log has refused one
  std::size_t trim_every = 64;                  // forms handed over between two writes that say so
};

class Spool : public std::enable_shared_from_this<Spool> {
 public:
  // A durable log of one partition on the local disk, and what removes its records before a position. Outlives close().
  struct Queue {
    stream::Log& log;
    std::function<Status(stream::Position before)> trim;
  };
  inline static const stream::TopicPartition kQueue{"spool", 0};
  // OK: durable here or in the log. kRetry: neither. kRefuse: the log does not take such a record.
  using Kept = std::function<void(Status)>;

  // With what a former process has left in the queue. `log`, `clock` and `metrics` outlive every callback.
  static Result<std::shared_ptr<Spool>> open(Queue queue, stream::Log& log, const Clock& clock,
                                             observe::Metrics& metrics, SpoolLimits limits = {});
  // For lead.submissions; the record's key is the workspace.
  void append(stream::NewRecord record, Kept kept);
  // Spools what has waited too long and hands over what is next. Returns whether there is more to do at once.
  bool step();
  // Rings when there is something to do.
  Signal& wake() { return wake_; }
  // Spools what still waits for the log. After it the queue is not used.
  void close();

 private:
  struct Form {
    stream::NewRecord record;
    Kept kept;  // empty once told
    Instant due;
  };
  struct Waiting {
    std::size_t bytes;
    Instant since;
  };
  Spool(Queue queue, stream::Log& log, const Clock& clock, observe::Metrics& metrics, SpoolLimits limits);
  Status recover();
  void hand_over(stream::NewRecord record, stream::Appended done);
  void answered(const std::shared_ptr<Form>& form, const Result<stream::Offset>& at);
  void keep(Form& form) LEAKPROOF_REQUIRES(mutex_);
  void tell(Form& form, Status status);
  void note_sent() LEAKPROOF_REQUIRES(mutex_);
  bool send_next();
  Status trim();
  void show(Instant now) LEAKPROOF_REQUIRES(mutex_);

  const Queue queue_;
  stream::Log& log_;
  const Clock& clock_;
  const SpoolLimits limits_;
  observe::Gauge& forms_gauge_;
  observe::Gauge& age_gauge_;
  observe::Counter& spooled_;
  Signal wake_;
  std::unique_ptr<stream::Reader> reader_;  // step()'s thread only, as the next two
  std::optional<stream::Record> next_;      // of the queue, read and not yet taken by the log
  std::size_t untrimmed_ = 0;               // taken by the log since the last trim
  stream::Position taken_;                  // behind the last of those

  RecursiveMutex mutex_;  // recursive: a log may answer from within append()
  std::deque<std::shared_ptr<Form>> pending_ LEAKPROOF_GUARDED_BY(mutex_);  // with the log, in the order of `due`
  std::deque<Waiting> waiting_ LEAKPROOF_GUARDED_BY(mutex_);                // in the queue, oldest first
  std::size_t forms_ LEAKPROOF_GUARDED_BY(mutex_) = 0;                      // in the queue or on their way into it
  std::size_t bytes_ LEAKPROOF_GUARDED_BY(mutex_) = 0;                      // of those
  bool down_ LEAKPROOF_GUARDED_BY(mutex_) = false;                          // by the log's last answer
  bool sending_ LEAKPROOF_GUARDED_BY(mutex_) = false;
  std::optional<Result<stream::Offset>> sent_ LEAKPROOF_GUARDED_BY(mutex_);  // the log's answer about `next_`
  Instant send_at_ LEAKPROOF_GUARDED_BY(mutex_){};
  bool closed_ LEAKPROOF_GUARDED_BY(mutex_) = false;
};

}  // namespace leakproof::ingest
