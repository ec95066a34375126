// The ingest stage, ready to run in a process.
#pragma once
#include "app/stage_definition.h"

namespace leakproof::ingest {
app::StageDefinition ingest_stage(const app::StageDependencies& dependencies);
}
