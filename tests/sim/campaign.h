// Many seeds, shared out to processes.
#pragma once
#include <array>
#include <string>
#include <vector>

#include "invariants/checks.h"
#include "plan.h"

namespace leakproof::sim {

struct Order {
  std::vector<std::uint64_t> kept;  // run first
  std::uint64_t first = 1;          // then these
  std::uint64_t seeds = 1000;       // in all
  std::chrono::seconds at_most = std::chrono::seconds::max();
  int shards = 1;
  std::uint64_t twice_every = 20;   // one seed in so many is run twice and compared; 0 = none
  bool until_failed = false;        // no more once one has failed
  unsigned patience_seconds = 120;  // a run, which takes a tenth of one, hangs after that
};

// Plain numbers: shards count in memory that they share with their parent.
struct Tally {
  std::int64_t seeds = 0, leads = 0, compared = 0;
  double hours = 0;  // simulated
  Counters faults;
  std::array<std::int64_t, kInvariants> breached{};  // seeds, by invariant
  void add(const Tally& other);
};
struct Result {
  Tally tally;
  std::vector<std::uint64_t> failed;  // at most 16 a shard
  double seconds = 0;
};
Result run_all(const Order& order);

}  // namespace leakproof::sim
