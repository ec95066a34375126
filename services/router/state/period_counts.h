// Counts of new leads by period (hours, days, weeks, months), of which the running one and a few before it are kept: a
// clock that is set back comes to those again. Pure.
#pragma once
#include <cstdint>

#include "leakproof/state/v1/state.pb.h"

namespace leakproof::router {

// Of `period`; 0 when it was never counted or is forgotten.
int count_of(const state::v1::PeriodCounts& counts, std::int64_t period);
// One more in `period`; what lies more than `kept` periods back is forgotten.
void count_one(state::v1::PeriodCounts& counts, std::int64_t period, std::int64_t kept);

}  // namespace leakproof::router
