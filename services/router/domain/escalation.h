// Who hears of a lead that a pool cannot place: the last resort, in order. Pure.
#pragma once
#include <vector>

#include "base/id.h"

namespace leakproof::router {

struct Pool;
struct Routing;

// `first` (whom a sweep names, or nobody), then the pool's escalate_to, its team lead, and the workspace's escalate_to;
// where none of these works here, whoever leads another pool, in the order of their ids, and whom sweeps tell. Those
// who work here, each once; nobody only where the configuration names nobody who does. `pool` may be nullptr.
std::vector<MemberId> last_resort(const Routing& routing, const Pool* pool, const MemberId& first = {});

}  // namespace leakproof::router
