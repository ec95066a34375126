// Tested by: tests/e2e/standalone_test.py
#include "standalone/pipeline.h"

#include <algorithm>

#include "ingest/adapters/text.h"
#include "ingest/ingest_processor.h"
#include "nurture/nurture_processor.h"
#include "observe/log.h"
#include "router/router_processor.h"
#include "scoring/scoring_processor.h"
#include "standalone/performers.h"
#include "standalone/timeline.h"

namespace leakproof {
namespace {

OutboundPolicy outbound(const Settings& settings) {
  if (!settings.outbound_private) return {};
  return {.schemes = {"http", "https"}, .ports = {}, .allow_private = true};
}

}  // namespace

Pipeline::Pipeline(World world)
    : world_(std::move(world)),
      observer_(world_.metrics),
      states_(world_.log.partitions()),
      follower_(world_.log, {"ingest", "router"}, follower_wake_),
      http_(outbound(world_.settings)),
      performers_(make_performers({world_.log, http_, world_.secrets, world_.settings, world_.clock, configs_})) {}

Pipeline::~Pipeline() {
  runners_.clear();  // before the performers their outboxes call
}

Result<std::unique_ptr<Pipeline>> Pipeline::make(World world) {
  std::unique_ptr<Pipeline> pipeline(new Pipeline(std::move(world)));
  LEAKPROOF_ASSIGN(follower, config::ConfigFollower::open(pipeline->world_.log, pipeline->configs_));
  pipeline->config_follower_ = std::move(follower);
  LEAKPROOF_TRY(pipeline->config_follower_->step());
  LEAKPROOF_TRY(pipeline->follower_.start());
  for (auto& stage : kStages) {
    LEAKPROOF_ASSIGN(ownership, pipeline->world_.ownership(stage));
    pipeline->runners_.push_back(pipeline->runner(stage, std::move(ownership)));
  }
  return pipeline;
}

std::unique_ptr<stream::Processor> Pipeline::processor(const std::string& stage) const {
  if (stage == "ingest") return std::make_unique<ingest::IngestProcessor>(ingest::real_text());
  if (stage == "scoring") return std::make_unique<scoring::ScoringProcessor>();
  if (stage == "router") return std::make_unique<router::RouterProcessor>(world_.version);
  return std::make_unique<nurture::NurtureProcessor>();
}

std::vector<stream::Input> Pipeline::inputs(const std::string& stage) const {
  if (stage == "ingest") return {{"workspace.config", false}, {"sales.activities", false}, {"lead.submissions", false}};
  auto own = std::find(kStages.begin(), kStages.end(), stage);
  return {{*(own - 1) + ".journal", true}};
}

std::unique_ptr<stream::StageRunner> Pipeline::runner(const std::string& stage, std::unique_ptr<stream::Ownership> ownership) {
  stream::TaskSpec spec;
  spec.stage = stage;
  spec.journal = stage + ".journal";
  spec.inputs = inputs(stage);
  spec.owner_id = world_.owner_id;
  spec.owner_address = world_.settings.grpc.address + ":" + std::to_string(world_.settings.grpc.port);
  spec.version = world_.version;
  if (stage == kStages.back()) spec.derive = derive_timeline;
  for (auto& [channel, performer] : performers_) spec.channels[channel] = performer.get();
  return std::make_unique<stream::StageRunner>(stream::StageRunner::Parts{std::move(spec), world_.log, world_.stores,
                                                                          [this, stage] { return processor(stage); }, observer_, states_,
                                                                          world_.clock, std::move(ownership)});
}

void Pipeline::start() {
  following_ = std::make_unique<StepThread>(follower_wake_, std::chrono::seconds(1), [this] {
    auto more = follower_.step();
    if (!more.ok()) log_error("follower", {{"why", more.error().message()}});
    return more.ok() && *more;
  });
  configuring_ = std::make_unique<StepThread>(config_follower_->wake(), std::chrono::seconds(1), [this] {
    if (auto read = config_follower_->step(); !read.ok()) log_error("config_follower", {{"why", read.error().message()}});
    return false;
  });
  for (auto& runner : runners_) runner->start();
}

void Pipeline::stop(Duration patience) {
  const Instant by = world_.clock.now() + patience;
  for (auto& runner : runners_) runner->stop(std::max(Duration::zero(), by - world_.clock.now()));
  configuring_.reset();
  following_.reset();
}

bool Pipeline::ready() const {
  return std::all_of(kStages.begin(), kStages.end(), [this](auto& stage) { return states_.serves(stage); });
}

bool Pipeline::halted() const {
  return std::any_of(runners_.begin(), runners_.end(), [](auto& runner) { return runner->halted(); });
}

}  // namespace leakproof
