// Tested by: tests/e2e/standalone_test.py
#include "router/adapters/router_stage.h"

#include "channels/bot_performer.h"
#include "channels/email_performer.h"
#include "channels/webhook_performer.h"
#include "router/adapters/lead_books.h"
#include "router/router_processor.h"

namespace leakproof::router {

StageKit router_stage(const StageWorld& world) {
  StageKit kit{"router", {{"scoring.journal", true}}, [version = world.version] {
                 return std::make_unique<RouterProcessor>(version);
               }};
  kit.performers["webhook"] = std::make_unique<channels::WebhookPerformer>(
      world.http, world.clock,
      [&secrets = world.secrets](auto& workspace, auto& name) { return secrets.live(workspace, name); });
  const channels::SecretOf secret = [&secrets = world.secrets](auto& workspace, auto& name) {
    return secrets.get(workspace, name);
  };
  kit.performers["bot"] = std::make_unique<channels::BotPerformer>(world.http, world.clock, secret);
  kit.performers["email"] =
      std::make_unique<channels::EmailPerformer>(channels::smtp_of(world.settings), secret, world.clock);
  kit.books = lead_books();
  return kit;
}

}  // namespace leakproof::router
