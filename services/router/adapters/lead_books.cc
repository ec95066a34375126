// Tested by: tests/e2e/standalone_test.py
#include "router/adapters/lead_books.h"

#include "leakproof/state/v1/state.pb.h"

namespace leakproof::router {

Books lead_books() {
  return {"leads", "counts", [](const std::string& value) -> Result<Census> {
            state::v1::RouterCounts counts;
            if (!counts.ParseFromString(value)) return fatal("stored counts do not parse");
            return Census{counts.leads(),
                          {{"owned", counts.owned()},
                           {"held", counts.held()},
                           {"nurtured", counts.nurtured()},
                           {"escalated", counts.escalated()},
                           {"closed", counts.closed()},
                           {"offered", counts.offered()}}};
          }};
}

}  // namespace leakproof::router
