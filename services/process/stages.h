// The stages that one process runs: their tasks, the calls of their outboxes, their projectors, and the state they
// serve. The same on the embedded log and on Kafka; which partitions are owned is the home's matter.
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "app/polling_thread.h"
#include "app/projector_metrics.h"
#include "app/stage_definition.h"
#include "app/stage_metrics.h"
#include "net/http_client.h"
#include "process/ledger_gauges.h"
#include "process/log_backend.h"
#include "process/owner_announcer.h"
#include "stream/local_states.h"
#include "stream/projectors.h"
#include "stream/stage_runner.h"

namespace leakproof {

class Stages {
 public:
  struct Dependencies {  // all outlive the stages
    LogBackend& backend;
    stream::StoreFactory& stores;
    const Clock& clock;
    Metrics& metrics;
    const FileSecrets& secrets;
    const Settings& settings;
    std::string owner_id;
    std::string version;
  };
  Stages(Dependencies dependencies, const std::vector<MakeStage>& stages);
  ~Stages();

  // Joins and begins to work; `address` is where this process answers queries, host:port. kRetry, kFatal: the home's.
  Status start(const std::string& address);
  // Lets what is in flight settle, first stage first, so that what it hands on is still taken.
  void stop(Duration patience);
  bool ready() const;   // everything that is ours is caught up
  bool halted() const;  // a person must look
  stream::LocalStates& states() { return states_; }

 private:
  std::unique_ptr<stream::StageRunner> runner(const StageDefinition& definition, const std::string& address,
                                              std::unique_ptr<stream::Ownership> ownership);
  void start_projectors();
  void take_ledger();

  const Dependencies dependencies_;
  StageMetrics observer_;
  ProjectorMetrics projector_observer_;
  stream::LocalStates states_;
  LedgerGauges ledger_;
  OwnerAnnouncer announcer_;
  HttpClient http_;
  std::vector<StageDefinition> definitions_;
  std::vector<std::unique_ptr<stream::StageRunner>> runners_;
  Signal never_;  // what follows is paced by time alone
  std::vector<std::unique_ptr<stream::Projectors>> projectors_;
  std::vector<std::unique_ptr<PollingThread>> threads_;
};

}  // namespace leakproof
