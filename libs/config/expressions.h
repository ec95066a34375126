// Conditions and message templates of a workspace: each compiled once, so that a stage never meets one that does not.
#pragma once
#include "config/problem_list.h"
#include "leakproof/config/v1/workspace.pb.h"

namespace leakproof::config {
void check_expressions(const v1::Workspace& workspace, ProblemList& problems);
}  // namespace leakproof::config
