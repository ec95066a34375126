// Reads of what the embedded log has on disk. Any thread.
#pragma once
#include <vector>

#include "embedded/tail.h"
#include "rocks/database.h"

namespace leakproof::embedded {

// Where the disk says a partition begins and ends.
Result<Bounds> stored_bounds(rocksdb::DB& database, const rocks::Place& place, const std::string& prefix);

// Up to `max` records from `from` to `end`. kFatal when the one at `from` or one between is not there.
Status read_stored(rocksdb::DB& database, const rocks::Place& place, const std::string& prefix, stream::Position from,
                   stream::Position end, std::size_t max, std::vector<stream::Record>& out);

}  // namespace leakproof::embedded
