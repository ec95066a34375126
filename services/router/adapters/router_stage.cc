// Tested by: tests/e2e/standalone_test.py
#include "router/adapters/router_stage.h"

#include "router/adapters/lead_books.h"
#include "router/adapters/webhook_performer.h"
#include "router/router_processor.h"

namespace leakproof::router {

StageKit router_stage(const StageWorld& world) {
  StageKit kit{"router", {{"scoring.journal", true}}, [version = world.version] { return std::make_unique<RouterProcessor>(version); }};
  kit.performers["webhook"] = std::make_unique<WebhookPerformer>(
      world.http, world.clock, [&secrets = world.secrets](auto& workspace, auto& name) { return secrets.live(workspace, name); });
  kit.books = lead_books();
  return kit;
}

}  // namespace leakproof::router
