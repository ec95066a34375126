// The ledger of stages as gauges: leakproof_<stage>_<things>{state} and leakproof_<stage>_accepted_<things>, over all
// workspaces whose state is here. What differs between the two was lost or counted twice. Queues are shown
// as leakproof_<stage>_waiting_<things>{kind} and leakproof_<stage>_waiting_oldest_seconds{kind}, what stays within a
// bound as leakproof_<stage>_<name>. One thread.
#pragma once
#include <string>

#include "app/stage_ledger.h"
#include "base/time.h"
#include "observe/metrics.h"

namespace leakproof::stream {
class LocalStates;
}

namespace leakproof::process {

inline constexpr Duration kLedgerEvery = std::chrono::seconds(5);

class LedgerGauges {
 public:
  // References outlive it.
  LedgerGauges(stream::LocalStates& states, observe::Metrics& metrics) : states_(states), metrics_(metrics) {}
  // Counts anew and sets the gauges: a few reads a workspace, and one a value of each bound's kind. When a partition is
  // released in the middle of it, the last counts stay.
  void update(const std::string& stage, const app::StageLedger& ledger, Instant now);

 private:
  Status show_queue_age(const std::string& stage, const app::StageLedger& ledger, const app::QueueAgeMetric& queue,
                        Instant now);
  Status show_bound(const std::string& stage, const app::BoundMetric& bound);
  Result<app::LedgerCounts> count(const std::string& stage, const app::StageLedger& ledger);
  // Calls visit(value) -> Status with each value of the kind, over all workspaces.
  template <class Visit>
  Status for_each(const std::string& stage, const std::string& kind, Visit visit);
  void show(const std::string& stage, const app::StageLedger& ledger, const app::LedgerCounts& counts);

  stream::LocalStates& states_;
  observe::Metrics& metrics_;
};

}  // namespace leakproof::process
