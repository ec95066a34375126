// Tested by: tests/e2e/standalone_test.py
#include "nurture/stage/nurture_stage.h"

#include "channels/senders.h"
#include "nurture/enrolment_session.h"
#include "nurture/nurture_processor.h"
#include "nurture/timeline.h"
#include "stream/append_sender.h"
#include "stream/topics.h"

namespace leakproof::nurture {

StageDefinition nurture_stage(const StageDependencies& dependencies) {
  StageDefinition definition{
      "nurture", {{stream::topics::journal_of("router"), true}}, [] { return std::make_unique<NurtureProcessor>(); }};
  definition.senders = channels::make_senders(dependencies, channels::reaches_leads);
  definition.senders[kHandBackChannel] = std::make_unique<stream::AppendSender>(dependencies.log);
  definition.derive = derive_timeline;
  return definition;
}

}  // namespace leakproof::nurture
