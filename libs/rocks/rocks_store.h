// State stores on disk: one RocksDB a partition of a stage, at root/<stage>/<partition>. A cache of the journal:
// written without its own log, so a crash leaves the store at its last flush, whole, with the position that belongs to
// it.
#pragma once
#include <rocksdb/cache.h>
#include <rocksdb/write_buffer_manager.h>

#include <filesystem>

#include "rocks/status.h"
#include "stream/store.h"

namespace leakproof::rocks {

// Thread-safe. Outlives its stores, which share one block cache and one bound on unflushed memory.
class RocksStoreFactory final : public stream::StoreFactory {
 public:
  explicit RocksStoreFactory(std::filesystem::path root);
  Result<std::unique_ptr<stream::Store>> open(const std::string& stage, std::int32_t partition) override;
  Status wipe(const std::string& stage, std::int32_t partition) override;

 private:
  Place place_of(const std::string& stage, std::int32_t partition) const;
  const std::filesystem::path root_;
  const std::shared_ptr<rocksdb::Cache> cache_;                      // RocksDB's interface wants shared ownership
  const std::shared_ptr<rocksdb::WriteBufferManager> write_memory_;  // all stores together; counted against cache_
};

}  // namespace leakproof::rocks
