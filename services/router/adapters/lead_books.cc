// Tested by: tests/e2e/standalone_test.py
#include "router/adapters/lead_books.h"

#include "leakproof/state/v1/state.pb.h"
#include "router/domain/sweep.h"
#include "router/keys.h"

namespace leakproof::router {

namespace {

template <class Message, class Of>
Result<std::int64_t> count(const std::string& value, Of of) {
  Message message;
  if (!message.ParseFromString(value)) return fatal("stored counts do not parse");
  return of(message);
}

std::vector<Waits> lead_waits() {
  std::vector<Waits> all = {
      {"stuck_in_hold", [](auto& workspace) { return keys::waiting_in(workspace); },
       [](auto& workspace) { return keys::counts(workspace); },
       [](auto& value) { return count<state::v1::RouterCounts>(value, [](auto& counts) { return counts.held(); }); }}};
  for (const auto kind : kSweepKinds) {
    const std::string name(name_of(kind));
    all.push_back({name, [name](auto& workspace) { return keys::sweep_of(workspace, name); },
                   [name](auto& workspace) { return keys::sweep_state(workspace, name); },
                   [](auto& value) { return count<state::v1::SweepState>(value, [](auto& state) { return state.leads(); }); }});
  }
  return all;
}

}  // namespace

Books lead_books() {
  return {"leads", "counts",
          [](const std::string& value) -> Result<Census> {
            state::v1::RouterCounts counts;
            if (!counts.ParseFromString(value)) return fatal("stored counts do not parse");
            return Census{counts.leads(),
                          {{"owned", counts.owned()},
                           {"held", counts.held()},
                           {"nurtured", counts.nurtured()},
                           {"escalated", counts.escalated()},
                           {"closed", counts.closed()},
                           {"offered", counts.offered()}}};
          },
          lead_waits()};
}

}  // namespace leakproof::router
