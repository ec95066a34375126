// Tells the other processes who owns a partition, so that they forward queries: each partition served here is announced
// on the compacted topic stage.owners when it is taken, and again now and then. On a log of one process there is nobody
// to tell.
#pragma once
#include <map>

#include "base/mutex.h"
#include "base/time.h"
#include "stream/log.h"
#include "stream/task.h"

namespace leakproof::process {

inline constexpr Duration kAnnounceEvery =
    std::chrono::seconds(10);  // an announcement that was lost or came late is mended by the next

// Stands between the tasks and the registry of local states. Thread-safe.
class OwnerAnnouncer final : public stream::StoreRegistry {
 public:
  OwnerAnnouncer(stream::Log& log, stream::StoreRegistry& registry) : log_(log), registry_(registry) {}
  void publish(const stream::TaskSpec& task, const stream::Store& store) override;
  void retract(const stream::TaskSpec& task) override;
  void announce_all();

 private:
  using Place = std::pair<std::string, std::int32_t>;
  void announce(const Place& place, const std::string& owner);

  stream::Log& log_;
  stream::StoreRegistry& registry_;
  Mutex mutex_;
  std::map<Place, std::string> served_ LEAKPROOF_GUARDED_BY(mutex_);  // journal.v1.Owner
};

}  // namespace leakproof::process
