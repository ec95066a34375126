// Tested by: tests/e2e/standalone_test.py
#include "nurture/adapters/nurture_stage.h"

#include "channels/email_performer.h"
#include "nurture/adapters/append_performer.h"
#include "nurture/nurture_processor.h"
#include "nurture/timeline.h"

namespace leakproof::nurture {

StageKit nurture_stage(const StageWorld& world) {
  StageKit kit{"nurture", {{"router.journal", true}}, [] { return std::make_unique<NurtureProcessor>(); }};
  kit.performers["email"] = std::make_unique<channels::EmailPerformer>(
      channels::smtp_of(world.settings),
      [&secrets = world.secrets](auto& workspace, auto& name) { return secrets.get(workspace, name); }, world.clock);
  kit.performers["append"] = std::make_unique<AppendPerformer>(world.log);
  kit.derive = derive_timeline;
  return kit;
}

}  // namespace leakproof::nurture
