// Tested by: tests/e2e/standalone_test.py
#include "router/stage/router_stage.h"

#include "channels/senders.h"
#include "router/router_processor.h"
#include "router/stage/lead_ledger.h"
#include "stream/append_sender.h"
#include "stream/topics.h"

namespace leakproof::router {

app::StageDefinition router_stage(const app::StageDependencies& dependencies) {
  app::StageDefinition definition{
      "router", {{stream::topics::journal_of("scoring"), true}}, [version = dependencies.version] {
        return std::make_unique<RouterProcessor>(version);
      }};
  definition.senders = channels::make_senders(dependencies, channels::reaches_members);
  definition.senders[stream::kAppendChannel] = std::make_unique<stream::AppendSender>(dependencies.log);
  definition.ledger = lead_ledger();
  return definition;
}

}  // namespace leakproof::router
