// When an assignment is warned of and taken back: working time of the member's own schedule, from the assignment on. Pure.
#pragma once
#include <optional>

#include "base/time.h"
#include "router/domain/routing.h"

namespace leakproof::router {

struct Deadlines {
  std::optional<Instant> warn_at;  // always before breach_at
  std::optional<Instant> breach_at;
};

Deadlines deadlines(const Sla& sla, const Member& member, Instant assigned);

}  // namespace leakproof::router
