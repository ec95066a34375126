#include "run.h"

#include <algorithm>

#include "invariants/checks.h"
#include "world.h"

namespace leakproof::sim {

Outcome run(const Plan& plan, bool keep_trace) {
  World world(plan, keep_trace);
  world.run();
  Outcome outcome{breaches_of(world.evidence()), world.trace().hash(), world.counts(), world.simulated(), 0,
                  world.trace().lines()};
  outcome.leads = std::ranges::count(world.evidence().sent, "lead.submissions", &Sent::topic);
  return outcome;
}

}  // namespace leakproof::sim
