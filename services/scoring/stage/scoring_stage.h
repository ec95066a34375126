// The scoring stage, ready to run in a process.
#pragma once
#include "app/stage_definition.h"

namespace leakproof::scoring {
app::StageDefinition scoring_stage(const app::StageDependencies& dependencies);
}
