// What a process needs to run a stage. Each stage defines itself in <stage>/stage/<stage>_stage.h.
#pragma once
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "app/secrets.h"
#include "app/settings.h"
#include "app/stage_ledger.h"
#include "base/time.h"
#include "stream/outbox_sender.h"
#include "stream/task.h"

namespace leakproof::net {
class HttpClient;
}

namespace leakproof::app {

struct StageDependencies {  // all outlive the stage
  stream::Log& log;
  net::HttpClient& http;
  const FileSecrets& secrets;
  const Settings& settings;
  const Clock& clock;
  std::string version;  // of this program
};

struct StageDefinition {
  std::string name;  // its journal is stream::topics::journal_of(name)
  std::vector<stream::Input> inputs;
  std::function<std::unique_ptr<stream::Processor>()> processor;           // makes one for each task
  std::map<std::string, std::unique_ptr<stream::OutboxSender>> senders{};  // by outbox channel; its tasks share them
  stream::Derive derive{};
  StageLedger ledger{};
};
using MakeStage = std::function<StageDefinition(const StageDependencies&)>;

}  // namespace leakproof::app
