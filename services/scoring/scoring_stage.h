// The scoring stage, ready to run in a process.
#pragma once
#include "app/stage_kit.h"

namespace leakproof::scoring {
StageKit scoring_stage(const StageWorld& world);
}
