// What the pools of a workspace say about members, each other and themselves. Pure.
#pragma once
#include "config/problem_list.h"
#include "leakproof/config/v1/workspace.pb.h"

namespace leakproof::config {

void check_pools(const v1::Workspace& workspace, ProblemList& problems);

}  // namespace leakproof::config
