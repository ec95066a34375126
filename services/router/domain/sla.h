// When a target is warned of and breached: working time of the member's own schedule, from an assignment, or a step,
// on. Pure.
#pragma once
#include <optional>

#include "base/time.h"

namespace leakproof::router {

struct Member;
struct Target;

struct Deadlines {
  std::optional<Instant> warn_at;  // always before breach_at
  std::optional<Instant> breach_at;
};

Deadlines deadlines(const Target& target, const Member& member, Instant from);

}  // namespace leakproof::router
