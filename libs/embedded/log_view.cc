#include "embedded/log_view.h"

#include "embedded/layout.h"
#include "embedded/stored_records.h"

namespace leakproof::embedded {

Result<LogView> LogView::open(const std::filesystem::path& directory) {
  rocks::Place place{directory.string(), "restore this directory from a backup"};
  if (!std::filesystem::exists(directory / "CURRENT"))
    return refuse(directory.string() + " holds no log: name the data directory's log");
  rocksdb::Options options;
  options.info_log_level = rocksdb::FATAL_LEVEL;
  rocksdb::DB* opened = nullptr;
  LEAKPROOF_TRY(rocks::checked(rocksdb::DB::OpenForReadOnly(options, place.path, &opened), place));
  std::unique_ptr<rocksdb::DB> database(opened);
  std::string partitions;
  LEAKPROOF_TRY(rocks::checked(database->Get({}, partitions_key(), &partitions), place));
  return LogView(std::move(database), std::move(place), static_cast<std::int32_t>(unpack_number(partitions)));
}

Status LogView::read(const stream::TopicPartition& of, const std::function<void(const stream::Record&)>& visit) const {
  constexpr std::size_t kBatch = 256;
  const auto prefix = partition_prefix(of);
  LEAKPROOF_ASSIGN(bounds, stored_bounds(*database_, place_, prefix));
  std::vector<stream::Record> batch;
  for (auto at = bounds.begin; at < bounds.end; batch.clear()) {
    LEAKPROOF_TRY(read_stored(*database_, place_, prefix, at, bounds.end, kBatch, batch));
    for (const auto& record : batch) visit(record);
    at = stream::after(batch.back().offset);
  }
  return {};
}

}  // namespace leakproof::embedded
