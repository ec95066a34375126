// The router stage, ready to run in a process.
#pragma once
#include "app/stage_definition.h"

namespace leakproof::router {
app::StageDefinition router_stage(const app::StageDependencies& dependencies);
}
