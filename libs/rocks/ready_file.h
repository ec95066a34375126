// Hands RocksDB a set of records as one ready-made file: the fastest way there is of filling a store, for measurements.
#pragma once
#include <filesystem>

#include "rocks/status.h"
#include "stream/store.h"

namespace leakproof::rocks {

// `directory` is new; every change has a value. Takes them in any order.
Status ingest_ready_file(const std::filesystem::path& directory, std::vector<stream::Change> changes);

}  // namespace leakproof::rocks
