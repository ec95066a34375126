// Tested by: libs/config/config_follower_test.cc
#include "config/directory.h"

#include <algorithm>

namespace leakproof::config {

const v1::Source* Directory::Entry::source(std::string_view source_id) const {
  const auto it = std::find_if(workspace.sources().begin(), workspace.sources().end(),
                               [&](const auto& one) { return one.source_id() == source_id; });
  return it == workspace.sources().end() ? nullptr : &*it;
}

std::shared_ptr<const Directory::Entry> Directory::find(std::string_view workspace_id) const {
  MutexLock lock(mutex_);
  const auto it = entries_.find(workspace_id);
  return it == entries_.end() ? nullptr : it->second;
}

std::vector<std::string> Directory::workspaces() const {
  MutexLock lock(mutex_);
  std::vector<std::string> ids;
  for (const auto& [id, entry] : entries_) ids.push_back(id);
  return ids;
}

// One thread feeds it, so compiling outside the lock races with nobody.
bool Directory::on_command(const lead::v1::ConfigCommand& command) {
  if (!is_for_now(command)) return false;
  const auto current = find(command.workspace_id());
  auto outcome = accept(command, current ? current->in_force : ActiveVersion{});
  if (outcome.state != Outcome::State::kApplied) return false;
  auto entry =
      std::make_shared<const Entry>(Entry{{outcome.version, command.request_id()}, std::move(outcome.workspace)});
  MutexLock lock(mutex_);
  entries_[command.workspace_id()] = std::move(entry);
  return true;
}

}  // namespace leakproof::config
