// Whether a configuration that was handed in takes effect. Pure, so that everybody who reads workspace.config comes to
// the same versions.
#pragma once
#include <cstdint>
#include <string>

#include "leakproof/config/v1/workspace.pb.h"
#include "leakproof/lead/v1/event.pb.h"

namespace leakproof::config {

// What a workspace has now; version 0 before its first configuration.
struct ActiveVersion {
  std::int64_t version = 0;
  std::string request_id;  // of the command that made this version
};

struct Outcome {
  enum class State {
    kApplied,   // `workspace` is in force as `version`
    kRepeated,  // a retry of the command that made `version`: nothing changes, the answer is the same
    kRefused,   // for `reason`; `version` stays in force
  };
  State state;
  std::int64_t version = 0;
  v1::Workspace workspace;
  std::string reason;             // one line, for the author
  bool version_conflict = false;  // refused because another version is in force than the author saw
};

// Whether it is to come into force at once: it is neither for a time to come, nor does it give up one that is.
bool is_for_now(const lead::v1::ConfigCommand& command);

// Of a command that is for now.
Outcome accept(const lead::v1::ConfigCommand& command, const ActiveVersion& in_force);

}  // namespace leakproof::config
