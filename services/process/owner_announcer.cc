// Tested by: services/process/remote_states_test.cc
#include "process/owner_announcer.h"

#include "stream/topics.h"

namespace leakproof::process {
namespace {

// The epoch under which it is served: the higher one is the later owner.
std::int64_t epoch_of(const stream::Store& store) {
  journal::v1::StorePosition position;
  const auto stored = store.get(stream::kPositionKey);
  return stored.ok() && *stored && position.ParseFromString(**stored) ? position.reader().epoch() : -1;
}

}  // namespace

void OwnerAnnouncer::publish(const stream::TaskSpec& task, const stream::Store& store) {
  registry_.publish(task, store);
  if (!log_.published()) return;
  journal::v1::Owner owner;
  owner.set_address(task.owner_address);
  owner.set_epoch(epoch_of(store));
  MutexLock lock(mutex_);
  announce({task.stage, task.partition}, served_[{task.stage, task.partition}] = owner.SerializeAsString());
}

void OwnerAnnouncer::retract(const stream::TaskSpec& task) {
  registry_.retract(task);
  MutexLock lock(mutex_);
  served_.erase({task.stage, task.partition});
}

void OwnerAnnouncer::announce_all() {
  MutexLock lock(mutex_);
  for (auto& [place, owner] : served_) announce(place, owner);
}

void OwnerAnnouncer::announce(const Place& place, const std::string& owner) {
  log_.inputs().append({stream::topics::kStageOwners, place.second}, {place.first, owner, {}},
                       [](Result<stream::Offset>) {});
}

}  // namespace leakproof::process
