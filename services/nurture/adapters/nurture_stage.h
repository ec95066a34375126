// The nurture stage, ready to run in a process.
#pragma once
#include "app/stage_kit.h"

namespace leakproof::nurture {
StageKit nurture_stage(const StageWorld& world);
}
