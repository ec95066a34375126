// One plan, played and judged.
#pragma once
#include <string>
#include <vector>

#include "evidence.h"
#include "plan.h"

namespace leakproof::sim {

struct Outcome {
  Breaches breaches;
  std::uint64_t trace = 0;
  Counters counts;
  Duration simulated{};
  std::int64_t leads = 0;          // handed in
  std::vector<std::string> lines;  // of the trace, when it was kept
};
Outcome run(const Plan& plan, bool keep_trace);

}  // namespace leakproof::sim
