// Leads by who has them, from the counts of a workspace.
#pragma once
#include "app/stage_ledger.h"

namespace leakproof::router {
app::StageLedger lead_ledger();
}  // namespace leakproof::router
