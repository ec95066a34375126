// Tested by: tests/e2e/standalone_test.py
#include "ingest/stage/ingest_stage.h"

#include "ingest/http/lead_fetcher.h"
#include "ingest/ingest_processor.h"
#include "ingest/sources/text.h"
#include "ingest/stage/receipt_ledger.h"
#include "stream/append_sender.h"
#include "stream/hand_over.h"
#include "stream/topics.h"

namespace leakproof::ingest {

app::StageDefinition ingest_stage(const app::StageDependencies& dependencies) {
  app::StageDefinition definition{"ingest",
                                  {{stream::topics::kWorkspaceConfig, false},
                                   {stream::topics::kSalesActivities, false},
                                   {stream::topics::kLeadSubmissions, false}},
                                  [partitions = dependencies.log.partitions()] {
                                    return std::make_unique<IngestProcessor>(real_text(), partitions);
                                  }};
  definition.senders["fetch"] = std::make_unique<LeadFetcher>(
      dependencies.log, dependencies.http, dependencies.clock,
      [&secrets = dependencies.secrets](auto& workspace, auto& name) { return secrets.get(workspace, name); });
  definition.senders[stream::kAppendConfigChannel] = std::make_unique<stream::ConfigAppendSender>(dependencies.log);
  definition.senders[stream::kHandOverChannel] = std::make_unique<stream::HandOverSender>(dependencies.log);
  definition.ledger = receipt_ledger();
  return definition;
}

}  // namespace leakproof::ingest
