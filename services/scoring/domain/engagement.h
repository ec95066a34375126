// Points of touches fade: a touch is worth points · 2^(−age / half-life). One sum a type stands for all its touches,
// because a sum fades as what it sums does. So the sum does not depend on the order in which touches come, and equals
// their log. Pure functions.
#pragma once
#include <string>
#include <vector>

#include "base/time.h"

namespace leakproof::scoring {

struct TouchRule;
struct TouchSum;

// Adds one touch at `at`, which may be before the last one.
void add_touch(const TouchRule& rule, Instant at, std::vector<TouchSum>& sums);

// What the sum is worth at `now` (not before sum.at), within ±points_max.
double points_at(const TouchRule& rule, const TouchSum& sum, Instant now);

}  // namespace leakproof::scoring
