// A tree of the right shape → the workspace, with defaults filled in. What has the wrong shape reads as unset:
// check_shape reports it.
#pragma once
#include "config/yaml_tree.h"
#include "leakproof/config/v1/workspace.pb.h"

namespace leakproof::config {
v1::Workspace read_workspace(const Node& root);
}  // namespace leakproof::config
