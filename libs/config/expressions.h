// Conditions and message templates of a workspace: each compiled once, so that a stage never meets one that does not.
#pragma once
#include "config/problem_list.h"
#include "leakproof/config/v1/workspace.pb.h"
#include "rules/schema.h"

namespace leakproof::config {

void check_expressions(const v1::Workspace& workspace, ProblemList& problems);

// One condition at `path`. An empty one is no condition; where one must be set is the shape's business.
void check_condition(const std::string& text, const rules::Schema& schema, const std::string& path,
                     ProblemList& problems);

}  // namespace leakproof::config
