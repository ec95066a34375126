// How far a pool is from its members' exact shares, measured apart from the credits that keep it fair: picks counted while the same members
// are in the draw with the same weights. Pure.
#pragma once
#include "leakproof/state/v1/state.pb.h"
#include "router/domain/decide.h"

namespace leakproof::router {

// Counts the pick of a fair turn. `deviation` becomes max |count_i - k*w_i/W| in millionths of the bound of fair_pick.h, n leads.
void count_pick(state::v1::FairWindow& window, const Verdict& verdict);

}  // namespace leakproof::router
