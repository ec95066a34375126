// Tested by: tests/e2e/standalone_test.py
#include "router/stage/router_stage.h"

#include "channels/bot_sender.h"
#include "channels/email_sender.h"
#include "channels/webhook_sender.h"
#include "router/router_processor.h"
#include "router/stage/lead_ledger.h"
#include "stream/topics.h"

namespace leakproof::router {

StageDefinition router_stage(const StageDependencies& dependencies) {
  StageDefinition definition{"router",
                             {{stream::topics::journal_of("scoring"), true}},
                             [version = dependencies.version] { return std::make_unique<RouterProcessor>(version); }};
  definition.senders["webhook"] = std::make_unique<channels::WebhookSender>(
      dependencies.http, dependencies.clock,
      [&secrets = dependencies.secrets](auto& workspace, auto& name) { return secrets.live(workspace, name); });
  const channels::SecretOf secret = [&secrets = dependencies.secrets](auto& workspace, auto& name) {
    return secrets.get(workspace, name);
  };
  definition.senders["bot"] = std::make_unique<channels::BotSender>(dependencies.http, dependencies.clock, secret);
  definition.senders["email"] =
      std::make_unique<channels::EmailSender>(channels::smtp_of(dependencies.settings), secret, dependencies.clock);
  definition.ledger = lead_ledger();
  return definition;
}

}  // namespace leakproof::router
