// Tested by: tests/e2e/standalone_test.py
#include "ingest/stage/receipt_ledger.h"

#include "leakproof/state/v1/state.pb.h"

namespace leakproof::ingest {

app::StageLedger receipt_ledger() {
  return {"receipts", "ledger", [](const std::string& value) -> Result<app::LedgerCounts> {
            state::v1::Ledger ledger;
            if (!ledger.ParseFromString(value)) return fatal("a stored ledger does not parse");
            return app::LedgerCounts{ledger.accepted(),
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
