// The outbox channels of this process: who makes which call to the outside.
#pragma once
#include <map>
#include <memory>
#include <string>

#include "app/secrets.h"
#include "app/settings.h"
#include "config/directory.h"
#include "net/http_client.h"
#include "stream/log.h"
#include "stream/performer.h"

namespace leakproof {

struct PerformerWorld {  // all outlive the performers
  stream::Log& log;
  HttpClient& http;
  const FileSecrets& secrets;
  const Settings& settings;
  const Clock& clock;
  const config::Directory& configs;
};
// By channel: webhook, email, append, fetch.
std::map<std::string, std::unique_ptr<stream::Performer>> make_performers(const PerformerWorld& world);

}  // namespace leakproof
