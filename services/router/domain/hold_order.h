// The place of a waiting lead among those of its pool: hottest first, then oldest. Keys sort as text like the leads are
// to be served. Pure.
#pragma once
#include <string>

#include "base/time.h"

namespace leakproof::router {

// 32 hex digits. A score that is not a number stands last.
std::string hold_key(double score, Instant inquired);

}  // namespace leakproof::router
