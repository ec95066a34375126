// The records of a log directory for looking at, also while a process serves it: takes no lock and writes nothing. It
// sees what was durable when it was opened. Any thread.
#pragma once
#include <filesystem>
#include <functional>
#include <memory>

#include "rocks/database.h"
#include "stream/log.h"

namespace leakproof::embedded {

class LogView {
 public:
  // kRefuse: there is no log. kFatal: it is damaged.
  static Result<LogView> open(const std::filesystem::path& directory);
  std::int32_t partitions() const { return partitions_; }
  // Every record kept of a partition, oldest first.
  Status read(const stream::TopicPartition& of, const std::function<void(const stream::Record&)>& visit) const;

 private:
  LogView(std::unique_ptr<rocksdb::DB> database, rocks::Place place, std::int32_t partitions)
      : database_(std::move(database)), place_(std::move(place)), partitions_(partitions) {}
  std::unique_ptr<rocksdb::DB> database_;
  rocks::Place place_;
  std::int32_t partitions_;
};

}  // namespace leakproof::embedded
