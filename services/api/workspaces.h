// The configuration in force of a workspace, also one that another process has acknowledged a moment ago. Any thread;
// it waits for a moment when it does not find what is wanted.
#pragma once
#include <functional>
#include <memory>

#include "api/ports.h"
#include "net/grpc_status.h"

namespace leakproof::api {

using Workspace = std::shared_ptr<const config::Directory::Entry>;
using Wanted = std::function<bool(const config::Directory::Entry&)>;

struct FoundWorkspace {
  Workspace entry;       // null: there is none, or nobody can say
  grpc::Status missing;  // then NOT_FOUND or UNAVAILABLE, whichever is true
};

FoundWorkspace find_workspace(const ApiPorts& ports, const std::string& workspace);
// The version in force, and a newer one when this one does not hold what is wanted.
FoundWorkspace find_workspace(const ApiPorts& ports, const std::string& workspace, const Wanted& holds);

}  // namespace leakproof::api
