// Tested by: tests/e2e/standalone_test.py
#include "ingest/edge/receipt_books.h"

#include "leakproof/state/v1/state.pb.h"

namespace leakproof::ingest {

Books receipt_books() {
  return {"receipts", "ledger", [](const std::string& value) -> Result<Census> {
            state::v1::Ledger ledger;
            if (!ledger.ParseFromString(value)) return fatal("a stored ledger does not parse");
            return Census{ledger.accepted(),
                          {{"created", ledger.created()},
                           {"updated", ledger.updated()},
                           {"duplicate", ledger.duplicates()},
                           {"quarantined", ledger.quarantined()},
                           {"waiting", ledger.waiting()},
                           {"nothing", ledger.nothing()},
                           {"discarded", ledger.discarded()},
                           {"test", ledger.tests()}}};
          }};
}

}  // namespace leakproof::ingest
