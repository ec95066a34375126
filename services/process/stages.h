// The stages that one process runs: their tasks, the calls of their outboxes, their projectors, and the state they
// serve. The same on the embedded log and on Kafka; the log backend says which partitions are owned.
#pragma once
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "app/polling_thread.h"
#include "app/projector_metrics.h"
#include "app/stage_definition.h"
#include "app/stage_metrics.h"
#include "base/signal.h"
#include "net/http_client.h"
#include "process/coverage.h"
#include "process/ledger_gauges.h"
#include "process/log_backend.h"
#include "process/owner_announcer.h"
#include "stream/local_states.h"
#include "stream/projectors.h"
#include "stream/stage_runner.h"

namespace leakproof::process {

class Stages {
 public:
  struct Dependencies {  // all outlive the stages
    LogBackend& backend;
    stream::StoreFactory& stores;
    const Clock& clock;
    observe::Metrics& metrics;
    const app::FileSecrets& secrets;
    const app::Settings& settings;
    std::string owner_id;
    std::string version;
    const OwnerDirectory* owners = nullptr;  // null where no other process can own anything
  };
  Stages(Dependencies dependencies, const std::vector<app::MakeStage>& stages);
  ~Stages();

  // Joins and begins to work; `address` is where this process answers queries, host:port. kRetry, kFatal: the errors
  // of the log backend.
  Status start(const std::string& address);
  // Lets what is in flight settle, at most `timeout` long, the first stage first, so that what it forwards is still
  // taken.
  void stop(Duration timeout);
  // OK when everything that is ours is caught up, and where a stage has nothing here, others have all of it; else
  // kRetry says what is missing.
  Status ready();
  bool halted() const;  // a person must look
  bool has(const std::string& stage) const;
  // Of the stages that run in other processes: the partitions that nobody is known to serve.
  std::map<std::string, std::set<std::int32_t>> unserved_elsewhere();
  stream::LocalStates& states() { return states_; }
  app::StageMetrics& observed() { return observer_; }

 private:
  std::unique_ptr<stream::StageRunner> runner(const app::StageDefinition& definition, const std::string& address,
                                              std::unique_ptr<stream::Ownership> ownership);
  void start_projectors();
  Status ready(const std::string& stage, const stream::StageRunner& runner);
  void update_ledger_gauges();
  void show_unserved(const std::string& stage);

  const Dependencies dependencies_;
  app::StageMetrics observer_;
  app::ProjectorMetrics projector_observer_;
  stream::LocalStates states_;
  Coverage coverage_;
  LedgerGauges ledger_gauges_;
  OwnerAnnouncer announcer_;
  net::HttpClient http_;
  std::vector<app::StageDefinition> definitions_;
  std::vector<std::unique_ptr<stream::StageRunner>> runners_;
  std::map<std::string, std::set<std::int32_t>> shown_unserved_;  // by stage; of the thread that shows them
  std::vector<std::unique_ptr<stream::Projectors>> projectors_;
  std::vector<std::unique_ptr<app::PollingThread>> threads_;
};

}  // namespace leakproof::process
