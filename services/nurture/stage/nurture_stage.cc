// Tested by: tests/e2e/standalone_test.py
#include "nurture/stage/nurture_stage.h"

#include "channels/senders.h"
#include "nurture/enrolment_session.h"
#include "nurture/keys.h"
#include "nurture/nurture_processor.h"
#include "nurture/queries.h"
#include "nurture/timeline.h"
#include "stream/append_sender.h"
#include "stream/topics.h"

namespace leakproof::nurture {

namespace {

Result<std::int64_t> count(const std::string& value, const std::string& reason) {
  state::v1::SilentCounts counts;
  if (!counts.ParseFromString(value)) return fatal("stored counts do not parse");
  const auto found = counts.leads().find(reason);
  return found == counts.leads().end() ? 0 : found->second;
}

// Who may be sent nothing, by why.
app::StageLedger silent_leads() {
  app::StageLedger ledger{"leads", "", {}};
  for (const auto& reason : silent_reasons())
    ledger.queues.push_back({reason, [reason](auto& workspace) { return silent_for(workspace, reason); },
                             [](auto& workspace) { return silent_counts_key(workspace); },
                             [reason](auto& value) { return count(value, reason); }});
  return ledger;
}

}  // namespace

app::StageDefinition nurture_stage(const app::StageDependencies& dependencies) {
  app::StageDefinition definition{
      "nurture", {{stream::topics::journal_of("router"), true}}, [] { return std::make_unique<NurtureProcessor>(); }};
  definition.senders = channels::make_senders(dependencies, channels::reaches_leads);
  definition.senders[kHandBackChannel] = std::make_unique<stream::AppendSender>(dependencies.log);
  definition.derive = derive_timeline;
  definition.ledger = silent_leads();
  return definition;
}

}  // namespace leakproof::nurture
