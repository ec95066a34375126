// Hours at which a pool has nobody on shift: the longest stretch to come, and which hours of every week. Internal to
// lint. Pure.
#pragma once
#include "lint/lint.h"

namespace leakproof::router {

// From `now` on: two weeks, holidays counted, for the longest stretch; four for the hours of the week, by the pool's
// clock, at which nobody was there in any of them. A look into every schedule each quarter of an hour.
void look_at_hours(const Routing& routing, const Pool& pool, Instant now, LintReport& report);

}  // namespace leakproof::router
