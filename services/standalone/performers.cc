// Tested by: tests/e2e/standalone_test.py
#include "standalone/performers.h"

#include "ingest/edge/fetch_performer.h"
#include "nurture/adapters/append_performer.h"
#include "nurture/adapters/email_performer.h"
#include "router/adapters/webhook_performer.h"

namespace leakproof {

std::map<std::string, std::unique_ptr<stream::Performer>> make_performers(const PerformerWorld& world) {
  auto secret_of = [&secrets = world.secrets](const std::string& workspace, const std::string& name) {
    return secrets.get(workspace, name);
  };
  std::map<std::string, std::unique_ptr<stream::Performer>> performers;
  performers["fetch"] = std::make_unique<ingest::FetchPerformer>(world.log, world.http, world.clock, secret_of);
  performers["webhook"] = std::make_unique<router::WebhookPerformer>(
      world.http, world.clock,
      [&secrets = world.secrets](const std::string& workspace, const std::string& name) { return secrets.live(workspace, name); });
  performers["append"] = std::make_unique<nurture::AppendPerformer>(world.log);
  MailCall smtp;
  smtp.server = world.settings.smtp;
  smtp.tls = world.settings.smtp_tls ? SmtpTls::kRequired : SmtpTls::kNever;
  performers["email"] = std::make_unique<nurture::EmailPerformer>(std::move(smtp), secret_of, world.clock);
  return performers;
}

}  // namespace leakproof
