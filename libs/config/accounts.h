// The accounts of a workspace, out of its list or the CSV file that it names. Internal to config.
#pragma once
#include "config/problem_list.h"
#include "config/yaml_tree.h"
#include "leakproof/config/v1/workspace.pb.h"

namespace leakproof::config {
// What {table: …} among the rules says for them.
inline constexpr const char* kAccountsTable = "accounts";

// Fills workspace.accounts, each with the pool and the owner that it has from its parent. Members and pools are read
// already.
void add_accounts(const Node& root, v1::Workspace& workspace, ProblemList& problems);
}  // namespace leakproof::config
