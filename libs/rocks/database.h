// Opens one RocksDB in a directory that only our user may enter. Shared by the state stores and the embedded log.
#pragma once
#include <rocksdb/db.h>

#include <memory>

#include "base/result.h"
#include "rocks/status.h"

namespace leakproof::rocks {

// What both uses want: checks on, few files and little log text. `memory` bounds one write buffer, in bytes.
rocksdb::Options usual_options(std::size_t memory);

// Makes the directories of place.path (mode 0700) as needed. The directory is locked as long as the database lives.
Result<std::unique_ptr<rocksdb::DB>> open_database(const rocksdb::Options& options, const Place& place);

// The least key behind every key that begins with `prefix`; empty when there is none.
std::string end_of_prefix(std::string prefix);

}  // namespace leakproof::rocks
