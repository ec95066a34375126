// Tested by: tests/e2e/standalone_test.py
#include "process/stages.h"

#include <algorithm>

#include "stream/limits.h"

namespace leakproof {
namespace {

OutboundPolicy outbound(const Settings& settings) {
  if (!settings.outbound_private) return {};
  return {.schemes = {"http", "https"}, .ports = {}, .allow_private = true};
}

}  // namespace

Stages::Stages(World world, const std::vector<MakeStage>& stages)
    : world_(std::move(world)),
      observer_(world_.metrics),
      projector_observer_(world_.metrics),
      states_(world_.home.log().partitions()),
      census_(states_, world_.metrics),
      announcer_(world_.home.log(), states_),
      http_(outbound(world_.settings)) {
  for (auto& make : stages) {
    kits_.push_back(make({world_.home.log(), http_, world_.secrets, world_.settings, world_.clock, world_.version}));
  }
}

Stages::~Stages() {
  threads_.clear();
  runners_.clear();  // before the performers their outboxes call
}

std::unique_ptr<stream::StageRunner> Stages::runner(const StageKit& kit, const std::string& address,
                                                    std::unique_ptr<stream::Ownership> ownership) {
  stream::TaskSpec spec;
  spec.stage = kit.name;
  spec.journal = kit.name + ".journal";
  spec.inputs = kit.inputs;
  spec.owner_id = world_.owner_id;
  spec.owner_address = address;
  spec.version = world_.version;
  spec.derive = kit.derive;
  for (auto& [channel, performer] : kit.performers) spec.channels[channel] = performer.get();
  return std::make_unique<stream::StageRunner>(
      stream::StageRunner::Parts{std::move(spec), world_.home.log(), world_.stores, kit.processor, observer_,
                                 announcer_, world_.clock, std::move(ownership)});
}

Status Stages::start(const std::string& address) {
  for (auto& kit : kits_) {
    LEAKPROOF_ASSIGN(ownership, world_.home.ownership(kit.name));
    runners_.push_back(runner(kit, address, std::move(ownership)));
  }
  for (auto& runner : runners_) runner->start();
  threads_.push_back(std::make_unique<StepThread>(never_, kCensusEvery, [this] { return take_census(), false; }));
  if (world_.home.log().published()) start_projectors();
  return {};
}

void Stages::take_census() {
  for (auto& kit : kits_) {
    if (!kit.books.things.empty()) census_.step(kit.name, kit.books, world_.clock.now());
  }
}

void Stages::start_projectors() {
  for (auto& kit : kits_) {
    auto ours = [this, name = kit.name] { return states_.served(name); };
    projectors_.push_back(
        std::make_unique<stream::Projectors>(kit.name, kit.derive, ours, world_.home.log(), projector_observer_));
    threads_.push_back(
        std::make_unique<StepThread>(never_, stream::limits::kProjectorPace, [this, one = projectors_.back().get()] {
          one->step(world_.clock.now());
          return false;
        }));
  }
  threads_.push_back(
      std::make_unique<StepThread>(never_, kAnnounceEvery, [this] { return announcer_.announce_all(), false; }));
}

void Stages::stop(Duration patience) {
  const Instant by = world_.clock.now() + patience;
  for (auto& runner : runners_) runner->stop(std::max(Duration::zero(), by - world_.clock.now()));
  threads_.clear();
}

bool Stages::ready() const {
  return !runners_.empty() &&
         std::all_of(runners_.begin(), runners_.end(), [](auto& runner) { return runner->ready(); });
}

bool Stages::halted() const {
  return std::any_of(runners_.begin(), runners_.end(), [](auto& runner) { return runner->halted(); });
}

}  // namespace leakproof
