// Decision tables of a workspace, put among its rules where it says so. Internal to config.
#pragma once
#include "config/problem_list.h"
#include "config/yaml_tree.h"
#include "leakproof/config/v1/workspace.pb.h"

namespace leakproof::config {
// `workspace` is what was read from `root`; each of its rules that stands for a table gives way to the table's own.
void add_tables(const Node& root, v1::Workspace& workspace, ProblemList& problems);
}  // namespace leakproof::config
