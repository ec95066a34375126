#include "rocks/rocks_store.h"

#include <rocksdb/filter_policy.h>
#include <rocksdb/table.h>
#include <rocksdb/write_batch.h>

#include "base/crash_point.h"
#include "rocks/database.h"
#include "rocks/limits.h"

namespace leakproof::rocks {
namespace {

class RocksStore final : public stream::Store {
 public:
  RocksStore(std::unique_ptr<rocksdb::DB> database, Place place)
      : database_(std::move(database)), place_(std::move(place)) {}

  Result<std::optional<std::string>> get(std::string_view key) const override {
    std::string value;
    const auto status = database_->Get({}, rocksdb::Slice(key), &value);
    if (status.IsNotFound()) return std::optional<std::string>();
    LEAKPROOF_TRY(checked(status, place_));
    return std::optional<std::string>(std::move(value));
  }

  // The upper bound keeps RocksDB from walking over the tombstones behind the prefix.
  Status scan(std::string_view prefix, std::string_view from, const stream::Visit& visit) const override {
    const std::string end = end_of_prefix(std::string(prefix));
    const rocksdb::Slice bound(end);
    rocksdb::ReadOptions options;
    if (!end.empty()) options.iterate_upper_bound = &bound;
    const std::unique_ptr<rocksdb::Iterator> at(database_->NewIterator(options));
    for (at->Seek(rocksdb::Slice(std::max(prefix, from))); at->Valid(); at->Next()) {
      if (!visit(at->key().ToStringView(), at->value().ToStringView())) break;
    }
    return checked(at->status(), place_);
  }

  Status apply(const std::vector<stream::Change>& changes) override {
    rocksdb::WriteBatch batch;
    for (const stream::Change& change : changes) {
      const auto status = change.value ? batch.Put(change.key, *change.value) : batch.Delete(change.key);
      LEAKPROOF_TRY(checked(status, place_));
    }
    rocksdb::WriteOptions options;
    options.disableWAL = true;
    return checked(database_->Write(options, &batch), place_);
  }

  Status flush() override {
    rocksdb::FlushOptions options;
    options.wait = true;
    return checked(database_->Flush(options), place_);
  }

  std::uint64_t bytes() const override {
    std::uint64_t total = 0;
    for (const char* part :
         {"rocksdb.total-sst-files-size", "rocksdb.cur-size-all-mem-tables", "rocksdb.estimate-table-readers-mem"}) {
      std::uint64_t size = 0;
      if (database_->GetIntProperty(part, &size)) total += size;
    }
    return total;
  }

 private:
  const std::unique_ptr<rocksdb::DB> database_;
  const Place place_;
};

}  // namespace

RocksStoreFactory::RocksStoreFactory(std::filesystem::path root)
    : root_(std::move(root)),
      cache_(rocksdb::NewLRUCache(kCacheBytes)),
      write_memory_(std::make_shared<rocksdb::WriteBufferManager>(kWriteMemoryBytes, cache_)) {}

Place RocksStoreFactory::place_of(const std::string& stage, std::int32_t partition) const {
  return {(root_ / stage / std::to_string(partition)).string(),
          "stop the process, delete this directory and start again: it is rebuilt from the journal"};
}

Result<std::unique_ptr<stream::Store>> RocksStoreFactory::open(const std::string& stage, std::int32_t partition) {
  rocksdb::BlockBasedTableOptions table;
  table.block_cache = cache_;
  table.cache_index_and_filter_blocks = true;
  table.pin_l0_filter_and_index_blocks_in_cache = true;
  table.filter_policy.reset(rocksdb::NewBloomFilterPolicy(kBloomBitsPerKey));
  rocksdb::Options options = usual_options(kWriteBufferBytes);
  options.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
  options.write_buffer_manager = write_memory_;
  const Place place = place_of(stage, partition);
  LEAKPROOF_ASSIGN(database, open_database(options, place));
  return std::unique_ptr<stream::Store>(std::make_unique<RocksStore>(std::move(database), place));
}

// Put aside in one step first: of a database that is half deleted RocksDB would say that it is damaged.
Status RocksStoreFactory::wipe(const std::string& stage, std::int32_t partition) {
  const std::filesystem::path path = place_of(stage, partition).path, aside = path.string() + ".wiped";
  std::error_code error;
  std::filesystem::remove_all(aside, error);
  if (!error && std::filesystem::exists(path, error)) std::filesystem::rename(path, aside, error);
  crash_point(CrashPoint::kWiping);
  if (!error) std::filesystem::remove_all(aside, error);
  if (error) return fatal(path.string() + ": " + error.message() + ": delete this directory by hand");
  return {};
}

}  // namespace leakproof::rocks
