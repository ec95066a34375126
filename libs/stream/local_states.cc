#include "stream/local_states.h"

#include "base/check.h"
#include "stream/store_layout.h"

namespace leakproof::stream {

void LocalStates::publish(const TaskSpec& task, const Store& store) {
  MutexLock lock(mutex_);
  LEAKPROOF_CHECK(task.partition >= 0 && task.partition < partitions_);
  stores_[{task.stage, task.partition}] = &store;
}

void LocalStates::retract(const TaskSpec& task) {
  MutexLock lock(mutex_);
  stores_.erase({task.stage, task.partition});
}

Result<const Store*> LocalStates::find(const std::string& stage, const std::string& workspace) const {
  auto found = stores_.find({stage, partition_of(workspace, partitions_)});
  if (found == stores_.end())
    return retry("nobody here owns the " + stage + " state of this workspace; a takeover may be under way, try again");
  return found->second;
}

Result<std::optional<std::string>> LocalStates::get(const std::string& stage, const std::string& workspace,
                                                    std::string_view key) {
  ReaderLock lock(mutex_);
  LEAKPROOF_ASSIGN(store, find(stage, workspace));
  return store->get(value_key(key));
}

Result<std::vector<std::pair<std::string, std::string>>> LocalStates::scan(const std::string& stage,
                                                                           const std::string& workspace,
                                                                           std::string_view prefix,
                                                                           std::string_view after, int limit) {
  ReaderLock lock(mutex_);
  LEAKPROOF_ASSIGN(store, find(stage, workspace));
  std::vector<std::pair<std::string, std::string>> entries;
  const std::string from = after.empty() ? std::string() : value_key(after) + '\0';
  LEAKPROOF_TRY(store->scan(value_key(prefix), from, [&](std::string_view key, std::string_view value) {
    if (static_cast<int>(entries.size()) >= limit) return false;
    entries.emplace_back(key.substr(1), value);
    return true;
  }));
  return entries;
}

namespace {

// A state key begins with its workspace and a NUL; no id of a workspace holds a byte below that of a space, so a seek
// behind \x01 skips it. Of a workspace that lives on another partition a store holds what is on its way there only.
Status add_workspaces(const Store& store, std::int32_t partition, std::int32_t partitions,
                      std::vector<std::string>& out) {
  LEAKPROOF_CHECK(0 <= partition && partition < partitions);
  for (std::string from;;) {
    std::optional<std::string> found;
    LEAKPROOF_TRY(store.scan(value_key(""), from, [&](std::string_view key, std::string_view) {
      found = key.substr(1, key.find('\0') - 1);
      return false;
    }));
    if (!found) return {};
    from = value_key(*found) + '\x01';
    if (partition_of(*found, partitions) == partition) out.push_back(*std::move(found));
  }
}

}  // namespace

Result<std::vector<std::string>> LocalStates::workspaces(const std::string& stage) const {
  ReaderLock lock(mutex_);
  std::vector<std::string> found;
  for (auto at = stores_.lower_bound({stage, 0}); at != stores_.end() && at->first.first == stage; ++at)
    LEAKPROOF_TRY(add_workspaces(*at->second, at->first.second, partitions_, found));
  return found;
}

std::vector<std::int32_t> LocalStates::served(const std::string& stage) const {
  ReaderLock lock(mutex_);
  std::vector<std::int32_t> partitions;
  for (auto at = stores_.lower_bound({stage, 0}); at != stores_.end() && at->first.first == stage; ++at)
    partitions.push_back(at->first.second);
  return partitions;
}

bool LocalStates::serves(const std::string& stage, const std::string& workspace) const {
  ReaderLock lock(mutex_);
  return stores_.contains({stage, partition_of(workspace, partitions_)});
}

}  // namespace leakproof::stream
