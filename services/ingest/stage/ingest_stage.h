// The ingest stage, ready to run in a process.
#pragma once
#include "app/stage_definition.h"

namespace leakproof::ingest {
StageDefinition ingest_stage(const StageDependencies& dependencies);
}
