// The four stages over one log: their runners, the performers of their outboxes, and what answers queries and commands.
// The same on the embedded log and on Kafka; which partitions are owned is the ownership's matter.
#pragma once
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "app/secrets.h"
#include "app/settings.h"
#include "app/stage_metrics.h"
#include "app/step_thread.h"
#include "config/config_follower.h"
#include "config/directory.h"
#include "net/http_client.h"
#include "stream/follower.h"
#include "stream/local_states.h"
#include "stream/stage_runner.h"

namespace leakproof {

inline const std::vector<std::string> kStages = {"ingest", "scoring", "router", "nurture"};

class Pipeline {
 public:
  struct World {  // all outlive the pipeline
    stream::Log& log;
    stream::StoreFactory& stores;
    const Clock& clock;
    Metrics& metrics;
    const FileSecrets& secrets;
    const Settings& settings;
    std::function<Result<std::unique_ptr<stream::Ownership>>(const std::string& stage)> ownership;
    std::string owner_id;
    std::string version;
  };
  // Reads the configurations and joins the journals; nothing works yet.
  static Result<std::unique_ptr<Pipeline>> make(World world);
  ~Pipeline();

  void start();
  // Lets what is in flight settle, last stage first stopped last, so that nothing waits in between longer than it must.
  void stop(Duration patience);
  bool ready() const;   // every stage owns and has caught up
  bool halted() const;  // a person must look

  stream::LocalStates& states() { return states_; }
  stream::Answers& answers() { return follower_; }
  config::Directory& configs() { return configs_; }

 private:
  explicit Pipeline(World world);
  std::unique_ptr<stream::StageRunner> runner(const std::string& stage, std::unique_ptr<stream::Ownership> ownership);
  std::unique_ptr<stream::Processor> processor(const std::string& stage) const;
  std::vector<stream::Input> inputs(const std::string& stage) const;

  World world_;
  StageMetrics observer_;
  stream::LocalStates states_;
  config::Directory configs_;
  std::unique_ptr<config::ConfigFollower> config_follower_;
  Signal follower_wake_;
  stream::Follower follower_;
  HttpClient http_;
  std::map<std::string, std::unique_ptr<stream::Performer>> performers_;
  std::vector<std::unique_ptr<stream::StageRunner>> runners_;
  std::unique_ptr<StepThread> following_;
  std::unique_ptr<StepThread> configuring_;
};

}  // namespace leakproof
