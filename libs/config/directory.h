// The configuration in force of every workspace, for doors and the API. Fed with workspace.config in order; applies the
// rule of accept.h, so that it agrees with the pipeline. Thread-safe.
#pragma once
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/mutex.h"
#include "config/accept.h"
#include "leakproof/config/v1/workspace.pb.h"
#include "leakproof/lead/v1/event.pb.h"

namespace leakproof::config {

class Directory {
 public:
  struct Entry {
    ActiveVersion in_force;
    v1::Workspace workspace;
    std::int64_t version() const { return in_force.version; }
    // Null when there is none.
    const v1::Source* source(std::string_view source_id) const;
  };
  // Null for a workspace without a configuration. What it gives stays as it is when a new version comes.
  std::shared_ptr<const Entry> find(std::string_view workspace_id) const;
  // In order of their ids.
  std::vector<std::string> workspaces() const;
  // A command as it came from the log; true when it took effect.
  bool on_command(const lead::v1::ConfigCommand& command);

 private:
  mutable Mutex mutex_;
  std::map<std::string, std::shared_ptr<const Entry>, std::less<>> entries_ LEAKPROOF_GUARDED_BY(mutex_);
};

}  // namespace leakproof::config
