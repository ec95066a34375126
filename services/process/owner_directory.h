// Who owns which partition of which stage, as the owners say on stage.owners. step() on one thread, find() from any.
#pragma once
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/mutex.h"
#include "base/signal.h"
#include "leakproof/journal/v1/journal.pb.h"
#include "stream/log.h"

namespace leakproof::process {

class OwnerDirectory {
 public:
  // Reads from the topic's beginning: it is compacted. `log` outlives it.
  static Result<std::unique_ptr<OwnerDirectory>> open(stream::Log& log);
  Status step();
  Signal& wake() { return wake_; }
  // host:port, or nothing while nobody is known.
  std::optional<std::string> find(const std::string& stage, std::int32_t partition) const;
  // Of every owner that is known, its host:port and the stages it owns partitions of.
  std::map<std::string, std::set<std::string>> addresses() const;
  // When the owner last said that it serves the partition, by its own clock; nothing while nobody is known.
  std::optional<Instant> announced(const std::string& stage, std::int32_t partition) const;

 private:
  struct Known {
    journal::v1::Owner owner;
    Instant announced;
  };
  OwnerDirectory() = default;
  void take(std::int32_t partition, const stream::Record& record);

  Signal wake_;
  std::vector<std::unique_ptr<stream::Reader>> readers_;  // of each partition
  mutable Mutex mutex_;
  std::map<std::pair<std::string, std::int32_t>, Known> owners_ LEAKPROOF_GUARDED_BY(mutex_);
};

}  // namespace leakproof::process
