// What a workspace says of scoring: its kinds of rules, each read and checked in one place. Pure.
#pragma once
#include "config/keys.h"
#include "config/problem_list.h"
#include "leakproof/config/v1/workspace.pb.h"

namespace leakproof::config {

// `keys` are those below "scoring"; what is unset has its default.
void read_scoring(const Keys& keys, v1::Scoring& scoring);

// Reports names that are used twice, thresholds that contradict, and conditions that do not compile.
void check_scoring(const v1::Workspace& workspace, ProblemList& problems);

}  // namespace leakproof::config
