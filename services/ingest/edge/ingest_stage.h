// The ingest stage, ready to run in a process.
#pragma once
#include "app/stage_kit.h"

namespace leakproof::ingest {
StageKit ingest_stage(const StageWorld& world);
}
