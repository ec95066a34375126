// The router stage, ready to run in a process.
#pragma once
#include "app/stage_definition.h"

namespace leakproof::router {
StageDefinition router_stage(const StageDependencies& dependencies);
}
