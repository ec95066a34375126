// One run in a process of its own, so that a CHECK that fails, or a run without end, ends that process only.
#pragma once
#include <string>

#include "plan.h"

namespace leakproof::sim {

// The first invariant that is broken, and how; both empty when all hold. "abort" when the process died, "hangs" when it
// did not end.
struct Finding {
  std::string invariant, what;
  explicit operator bool() const { return !invariant.empty(); }
};
Finding tried(const Plan& plan, unsigned patience_seconds = 60);

// The plan with as many actions left out as may be while the same invariant stays broken. Takes a minute at most.
Plan shrunken(const Plan& plan, const std::string& invariant);

}  // namespace leakproof::sim
