// All that the API touches: inputs are appended to the log, stored values are read, answers to commands are waited for.
// The collaborators are thread-safe and outlive the services.
#pragma once
#include "app/secrets.h"
#include "base/time.h"
#include "config/directory.h"
#include "net/url.h"
#include "stream/command_replies.h"
#include "stream/log.h"
#include "stream/state_reader.h"

namespace leakproof::config {
class LateConfig;
}

namespace leakproof::api {

struct ApiPorts {
  stream::Log& log;
  stream::StateReader& states;
  stream::CommandReplies& replies;
  const config::Directory& configs;
  const Clock& clock;
  const app::FileSecrets& secrets;
  config::LateConfig* late_config = nullptr;  // null where configurations come from this process only
  net::OutboundPolicy outbound = {};          // of this process: what it would not call is told when it is applied
};

}  // namespace leakproof::api
