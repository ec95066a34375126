// Receipts by the state they are in, from the ledger of a source.
#pragma once
#include "app/stage_ledger.h"

namespace leakproof::ingest {
app::StageLedger receipt_ledger();
}  // namespace leakproof::ingest
