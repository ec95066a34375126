// For tests: a small workspace that another process has applied, as its command stands in the log.
#pragma once
#include <string>

#include "leakproof/lead/v1/event.pb.h"
#include "stream/fakes/memory_log.h"

namespace leakproof::stream {

// `source` as in YAML: "{id: site, kind: form}".
inline void push_config(MemoryLog& log, const std::string& workspace, const std::string& source) {
  lead::v1::ConfigCommand command;
  command.set_workspace_id(workspace);
  command.set_request_id(source);
  command.set_expected_version(-1);
  command.set_yaml("workspace: " + workspace + "\nzone: UTC\nsources: [" + source +
                   "]\nmembers: [{id: a, name: A}]\npools: [{id: p, members: [a]}]\nfallback: {pool: p}\n");
  log.push({"workspace.config", 0}, {workspace, command.SerializeAsString(), {}});
}

}  // namespace leakproof::stream
