// The turns of earlier versions, kept so that their decisions can be made again for ever. New decisions go by
// fair_pick.h. Pure.
//
// Smooth weighted round robin with credits in weights: each pick gives every eligible member their weight and takes the
// sum W of these weights from the one with the most credit; ties go to the first in the pool's order. First the credits
// of those eligible are settled: none stays at -W or below, and their sum becomes 0 (a surplus is taken from those with
// credit, a deficit is forgiven to those with debt, both in proportion). The bound, n leads since the set of eligible
// members changed, is lost over many changes: docs/decisions/0016-fair-shares.md.
#pragma once
#include "router/domain/fair_pick.h"

namespace leakproof::router {

// As fair_pick.
std::size_t legacy_weighted_pick(std::vector<Share>& eligible);

}  // namespace leakproof::router
