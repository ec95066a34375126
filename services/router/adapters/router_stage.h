// The router stage, ready to run in a process.
#pragma once
#include "app/stage_kit.h"

namespace leakproof::router {
StageKit router_stage(const StageWorld& world);
}
