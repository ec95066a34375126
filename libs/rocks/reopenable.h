// A RocksDB that its owner may close and open again while others use it. After a full disk that is the way back:
// RocksDB 7.8's own (Resume) can wait for ever for a flush that will not be done.
#pragma once
#include <rocksdb/db.h>

#include <functional>
#include <memory>

#include "base/mutex.h"
#include "base/result.h"

namespace leakproof::rocks {

class Reopenable {
 public:
  using Opening = std::function<Result<std::unique_ptr<rocksdb::DB>>()>;
  Reopenable(std::unique_ptr<rocksdb::DB> database, Opening opening)
      : opening_(std::move(opening)), database_(std::move(database)) {}

  // Any thread. What `use` gives (a Result or a Status), or kRetry while the database could not be opened again.
  // Nothing of the database may be kept.
  template <class Use>
  std::invoke_result_t<Use, rocksdb::DB&> with(Use use) const {
    ReaderLock lock(mutex_);
    if (!database_) return retry("the database was closed to be opened again, and that has not succeeded yet");
    return use(*database_);
  }
  // Waits for the uses that are going on. Those that come meanwhile wait for it.
  Status reopen() {
    MutexLock lock(mutex_);
    database_.reset();
    LEAKPROOF_ASSIGN(opened, opening_());
    database_ = std::move(opened);
    return {};
  }

 private:
  const Opening opening_;
  mutable SharedMutex mutex_;
  std::unique_ptr<rocksdb::DB> database_ LEAKPROOF_GUARDED_BY(mutex_);
};

}  // namespace leakproof::rocks
