// Tested by: tests/e2e/standalone_test.py
#include "router/stage/lead_ledger.h"

#include <algorithm>
#include <cstdlib>

#include "leakproof/state/v1/state.pb.h"
#include "router/domain/fair_pick.h"
#include "router/domain/sweep.h"
#include "router/state/keys.h"

namespace leakproof::router {

namespace {

template <class Message, class Of>
Result<std::int64_t> count(const std::string& value, Of of) {
  Message message;
  if (!message.ParseFromString(value)) return fatal("stored counts do not parse");
  return of(message);
}

std::vector<app::QueueAgeMetric> lead_waits() {
  std::vector<app::QueueAgeMetric> all = {
      {"stuck_in_hold", [](auto& workspace) { return keys::waiting_in(workspace); },
       [](auto& workspace) { return keys::counts(workspace); },
       [](auto& value) { return count<state::v1::RouterCounts>(value, [](auto& counts) { return counts.held(); }); }}};
  for (const auto kind : kSweepKinds) {
    const std::string name(name_of(kind));
    all.push_back(
        {name, [name](auto& workspace) { return keys::sweep_of(workspace, name); },
         [name](auto& workspace) { return keys::sweep_state(workspace, name); },
         [](auto& value) { return count<state::v1::SweepState>(value, [](auto& state) { return state.leads(); }); }});
  }
  return all;
}

// services/router/domain/fair_pick.h: with n members nobody is ever more than (n-1)/2 leads from the sum of their
// shares.
Result<double> unfairness(const std::string& value) {
  state::v1::PoolState pool;
  if (!pool.ParseFromString(value)) return fatal("a stored pool does not parse");
  std::int64_t most = 0;
  for (const auto& [member, credit] : pool.share_credits()) most = std::max(most, std::abs(credit));
  const auto members = static_cast<double>(pool.share_credits_size());
  return most == 0 ? 0
                   : static_cast<double>(most) / static_cast<double>(kLeadOfCredit) / std::max(0.5, (members - 1) / 2);
}

}  // namespace

app::StageLedger lead_ledger() {
  return {"leads",
          "counts",
          [](const std::string& value) -> Result<app::LedgerCounts> {
            state::v1::RouterCounts counts;
            if (!counts.ParseFromString(value)) return fatal("stored counts do not parse");
            return app::LedgerCounts{counts.leads(),
                                     {{"owned", counts.owned()},
                                      {"held", counts.held()},
                                      {"nurtured", counts.nurtured()},
                                      {"escalated", counts.escalated()},
                                      {"closed", counts.closed()},
                                      {"offered", counts.offered()}}};
          },
          lead_waits(),
          {{"fair_share_deviation_ratio",
            "The furthest that a member is from the sum of their shares, as a part of the stated bound", "pool",
            unfairness}}};
}

}  // namespace leakproof::router
