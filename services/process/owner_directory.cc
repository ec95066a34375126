// Tested by: services/process/remote_states_test.cc
#include "process/owner_directory.h"

#include "stream/topics.h"

namespace leakproof::process {
namespace {
constexpr std::size_t kBatch = 1000;
}

Result<std::unique_ptr<OwnerDirectory>> OwnerDirectory::open(stream::Log& log) {
  std::unique_ptr<OwnerDirectory> directory(new OwnerDirectory);
  for (std::int32_t partition = 0; partition < log.partitions(); ++partition) {
    const stream::TopicPartition of{stream::topics::kStageOwners, partition};
    LEAKPROOF_ASSIGN(begin, log.begin(of));
    LEAKPROOF_ASSIGN(reader, log.reader(of, begin, directory->wake_));
    directory->readers_.push_back(std::move(reader));
  }
  return directory;
}

Status OwnerDirectory::step() {
  for (std::size_t partition = 0; partition < readers_.size(); ++partition) {
    std::vector<stream::Record> records;
    LEAKPROOF_TRY(readers_[partition]->read(kBatch, records));
    for (auto& record : records) take(static_cast<std::int32_t>(partition), record);
  }
  return {};
}

// An announcement may come late: the highest epoch is the owner.
void OwnerDirectory::take(std::int32_t partition, const stream::Record& record) {
  journal::v1::Owner owner;
  if (!owner.ParseFromString(record.value)) return;
  MutexLock lock(mutex_);
  auto& known = owners_[{record.key, partition}];
  if (known.owner.address().empty() || owner.epoch() >= known.owner.epoch())
    known = {std::move(owner), record.appended};
}

std::optional<std::string> OwnerDirectory::find(const std::string& stage, std::int32_t partition) const {
  MutexLock lock(mutex_);
  const auto known = owners_.find({stage, partition});
  if (known == owners_.end() || known->second.owner.address().empty()) return std::nullopt;
  return known->second.owner.address();
}

std::map<std::string, std::set<std::string>> OwnerDirectory::addresses() const {
  MutexLock lock(mutex_);
  std::map<std::string, std::set<std::string>> all;
  for (const auto& [place, known] : owners_) {
    if (!known.owner.address().empty()) all[known.owner.address()].insert(place.first);
  }
  return all;
}

std::optional<Instant> OwnerDirectory::announced(const std::string& stage, std::int32_t partition) const {
  MutexLock lock(mutex_);
  const auto known = owners_.find({stage, partition});
  if (known == owners_.end() || known->second.owner.address().empty()) return std::nullopt;
  return known->second.announced;
}

}  // namespace leakproof::process
