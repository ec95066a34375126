// Receipts by the state they are in, from the ledger of a source.
#pragma once
#include "app/census.h"

namespace leakproof::ingest {
Books receipt_books();
}  // namespace leakproof::ingest
