// Leads by who has them, from the counts of a workspace.
#pragma once
#include "app/census.h"

namespace leakproof::router {
Books lead_books();
}  // namespace leakproof::router
