// Tested by: libs/embedded/embedded_log_test.cc
#include "embedded/commit_thread.h"

#include <rocksdb/write_batch.h>

#include <set>

#include "base/crash_point.h"
#include "embedded/layout.h"
#include "embedded/limits.h"

namespace leakproof::embedded {
namespace {

Error stopped(const Tail& tail) { return refence(tail.of().topic + ": this appender has failed before: claim again"); }

}  // namespace

CommitThread::CommitThread(rocks::Reopenable& database, std::shared_ptr<rocksdb::FileSystem> disk,
                           const rocks::Place& place, const Clock& clock, Limits limits)
    : database_(database), disk_(std::move(disk)), place_(place), clock_(clock), limits_(limits), thread_([this] {
        run();
      }) {}

CommitThread::~CommitThread() {
  {
    MutexLock lock(mutex_);
    closing_ = true;
  }
  work_.notify_one();
  thread_.join();
}

std::optional<Error> CommitThread::turned_away(std::size_t bytes) const {
  if (bytes > limits_.record_bytes_max) {
    return refuse("a record of " + std::to_string(bytes) + " bytes, the limit is " +
                  std::to_string(limits_.record_bytes_max));
  }
  if (waiting_bytes_ + bytes > limits_.waiting_bytes_max)
    return retry(place_.path + ": appends come faster than the disk takes them");
  return std::nullopt;
}

void CommitThread::append(Tail& to, stream::NewRecord record, stream::Appended done, Lane* lane) {
  const std::size_t bytes = size_of(record.key, record.value, record.headers);
  {
    MutexLock lock(mutex_);
    Append append{&to, {}, std::move(done), lane, turned_away(bytes), bytes};
    if (append.failure) {
      append.bytes = 0;
    } else {
      append.record = {{}, {}, std::move(record.key), std::move(record.value), std::move(record.headers)};
    }
    waiting_bytes_ += append.bytes;
    if (lane) ++lane->in_flight;
    waiting_.push_back(std::move(append));
  }
  work_.notify_one();
}

void CommitThread::close(Lane& lane) {
  MutexLock lock(mutex_);
  LEAKPROOF_CHECK(std::this_thread::get_id() != thread_.get_id());
  lane.stopped = true;
  answered_.wait(lock, [&] { return lane.in_flight == 0; });
}

void CommitThread::run() {
  for (std::vector<Append> batch; take(batch); batch.clear()) {
    write(batch);
    publish(batch);
    acknowledge(batch);
  }
}

// Decides here, in the order of appends, which of them a stopped lane keeps out.
bool CommitThread::take(std::vector<Append>& batch) {
  MutexLock lock(mutex_);
  work_.wait(lock, [this]() LEAKPROOF_REQUIRES(mutex_) { return closing_ || !waiting_.empty(); });
  batch.swap(waiting_);
  waiting_bytes_ = 0;
  for (Append& append : batch) {
    if (!append.lane) continue;
    if (append.lane->stopped) append.failure = stopped(*append.to);
    if (append.failure) append.lane->stopped = true;
  }
  return !batch.empty();
}

void CommitThread::write(std::vector<Append>& batch) {
  Status status = last_.ok() ? Status() : recover();
  if (status.ok()) {
    rocksdb::WriteBatch writes;
    for (Append& append : batch) {
      if (!append.failure) put(append, writes);
    }
    if (writes.Count() == 0) return;
    rocksdb::WriteOptions options;
    options.sync = true;
    crash_point(CrashPoint::kBeforeCommit);
    status = database_.with([&](rocksdb::DB& database) {
      last_ = database.Write(options, &writes);
      return last_.ok() ? Status() : refence(rocks::translate(last_, place_).message());
    });
    if (status.ok()) return crash_point(CrashPoint::kAfterCommit);
  }
  for (Append& append : batch) {
    append.to->give_back();
    if (!append.failure) append.failure = status.error();
  }
}

void CommitThread::put(Append& append, rocksdb::WriteBatch& writes) {
  append.record.offset = append.to->assign();
  append.record.appended = clock_.now();
  const auto status = writes.Put(record_key(append.to->prefix(), append.record.offset.value()), pack(append.record));
  LEAKPROOF_CHECK(status.ok());
}

// The database opens with a new write-ahead log, so nothing of the failed write can come back between later records. It
// writes the old one's records out for that, which takes space. What else failed than for want of space may be gone
// from the disk: only a restart looks.
Status CommitThread::recover() {
  if (!last_.IsNoSpace()) return rocks::translate(last_, place_);
  std::uint64_t free = 0;
  LEAKPROOF_TRY(rocks::checked(disk_->GetFreeSpace(place_.path, {}, &free, nullptr), place_));
  if (free < kRecoveryBytes) {
    return refence(place_.path + ": the disk is full: " + std::to_string(kRecoveryBytes >> 20) +
                   " MiB are needed to go on");
  }
  LEAKPROOF_TRY(database_.reopen());
  last_ = rocksdb::Status::OK();
  return {};
}

void CommitThread::publish(std::vector<Append>& batch) {
  std::set<Tail*> changed;
  for (Append& append : batch) {
    if (append.failure) continue;
    changed.insert(append.to);
    append.to->publish(std::move(append.record));  // the offset, a number, stays
  }
  for (Tail* tail : changed) tail->ring();
}

void CommitThread::acknowledge(std::vector<Append>& batch) {
  for (Append& append : batch) {
    append.done(append.failure ? Result<stream::Offset>(*append.failure) : append.record.offset);
    append.done = nullptr;  // before close() returns: what it holds may end then
  }
  {
    MutexLock lock(mutex_);
    for (const Append& append : batch) {
      if (!append.lane) continue;
      if (append.failure) append.lane->stopped = true;
      --append.lane->in_flight;
    }
  }
  answered_.notify_all();
}

}  // namespace leakproof::embedded
