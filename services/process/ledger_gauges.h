// The ledger of stages as gauges: leakproof_<stage>_<things>{state} and leakproof_<stage>_accepted_<things>, over all
// workspaces whose state is here. What differs between the two was lost or counted twice. Of what waits also
// leakproof_<stage>_waiting_<things>{kind} and leakproof_<stage>_waiting_oldest_seconds{kind}; of what stays within a
// bound leakproof_<stage>_<name>. One thread.
#pragma once
#include <string>

#include "app/stage_ledger.h"
#include "base/time.h"
#include "observe/metrics.h"
#include "stream/local_states.h"

namespace leakproof {

inline constexpr Duration kLedgerEvery = std::chrono::seconds(5);

class LedgerGauges {
 public:
  // References outlive it.
  LedgerGauges(stream::LocalStates& states, Metrics& metrics) : states_(states), metrics_(metrics) {}
  // Counts anew: a few reads a workspace, and one a value of each peak's kind. When a partition goes in the middle of
  // it, the last count stays.
  void step(const std::string& stage, const StageLedger& ledger, Instant now);

 private:
  Status show_waits(const std::string& stage, const StageLedger& ledger, const QueueAgeMetric& waits, Instant now);
  Status show_peak(const std::string& stage, const BoundMetric& peak);
  Result<LedgerCounts> count(const std::string& stage, const StageLedger& ledger);
  // Calls visit(value) -> Status with each value of the kind, over all workspaces.
  template <class Visit>
  Status each(const std::string& stage, const std::string& kind, Visit visit);
  void show(const std::string& stage, const StageLedger& ledger, const LedgerCounts& counts);

  stream::LocalStates& states_;
  Metrics& metrics_;
};

}  // namespace leakproof
