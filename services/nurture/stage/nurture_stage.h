// The nurture stage, ready to run in a process.
#pragma once
#include "app/stage_definition.h"

namespace leakproof::nurture {
app::StageDefinition nurture_stage(const app::StageDependencies& dependencies);
}
