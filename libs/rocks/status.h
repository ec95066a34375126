// The one table from RocksDB's outcomes to ours. Pure, any thread.
#pragma once
#include <rocksdb/status.h>

#include <string>

#include "base/result.h"

namespace leakproof::rocks {

// Where a status came from, in words for an operator.
struct Place {
  std::string path;
  std::string if_damaged;  // what to do when the data there cannot be trusted any more
};

// kRetry: the disk is full or RocksDB is busy, nothing is lost. kFatal: in use, damaged, a failing disk or a defect.
// NotFound is an answer and no failure: callers look for it before they translate.
Error translate(const rocksdb::Status& failure, const Place& place);

inline Status checked(const rocksdb::Status& status, const Place& place) {
  return status.ok() ? Status() : translate(status, place);
}

}  // namespace leakproof::rocks
