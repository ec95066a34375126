// Whether somebody hears of leads that a pool cannot place, and whether those who are named can. Pure.
#pragma once
#include "lint/lint.h"

namespace leakproof::router {

void look_at_last_resort(const Routing& routing, LintReport& report);

}  // namespace leakproof::router
