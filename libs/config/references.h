// What the parts of a workspace say about each other: ids used twice, missing or in a circle, numbers and hours that
// contradict.
#pragma once
#include "config/problem_list.h"
#include "leakproof/config/v1/workspace.pb.h"

namespace leakproof::config {
void check_references(const v1::Workspace& workspace, ProblemList& problems);
}  // namespace leakproof::config
