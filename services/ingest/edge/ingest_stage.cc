// Tested by: tests/e2e/standalone_test.py
#include "ingest/edge/ingest_stage.h"

#include "ingest/adapters/text.h"
#include "ingest/edge/fetch_performer.h"
#include "ingest/edge/receipt_books.h"
#include "ingest/ingest_processor.h"

namespace leakproof::ingest {

StageKit ingest_stage(const StageWorld& world) {
  StageKit kit{"ingest", {{"workspace.config", false}, {"sales.activities", false}, {"lead.submissions", false}}, [] {
                 return std::make_unique<IngestProcessor>(real_text());
               }};
  kit.performers["fetch"] = std::make_unique<FetchPerformer>(
      world.log, world.http, world.clock,
      [&secrets = world.secrets](auto& workspace, auto& name) { return secrets.get(workspace, name); });
  kit.books = receipt_books();
  return kit;
}

}  // namespace leakproof::ingest
