// Tested by: tests/e2e/standalone_test.py
#include "process/stages.h"

#include <algorithm>

#include "stream/limits.h"
#include "stream/topics.h"

namespace leakproof::process {

Stages::Stages(Dependencies dependencies, const std::vector<app::MakeStage>& stages)
    : dependencies_(std::move(dependencies)),
      observer_(dependencies_.metrics),
      projector_observer_(dependencies_.metrics),
      states_(dependencies_.backend.log().partitions()),
      coverage_(states_, dependencies_.owners),
      ledger_gauges_(states_, dependencies_.metrics),
      announcer_(dependencies_.backend.log(), states_),
      http_(net::outbound_policy(dependencies_.settings.outbound_private)) {
  for (auto& make : stages) {
    definitions_.push_back(make({dependencies_.backend.log(), http_, dependencies_.secrets, dependencies_.settings,
                                 dependencies_.clock, dependencies_.version}));
  }
}

Stages::~Stages() {
  threads_.clear();
  runners_.clear();  // before the senders their outboxes call
}

std::unique_ptr<stream::StageRunner> Stages::runner(const app::StageDefinition& definition, const std::string& address,
                                                    std::unique_ptr<stream::Ownership> ownership) {
  stream::TaskSpec spec;
  spec.stage = definition.name;
  spec.journal = stream::topics::journal_of(definition.name);
  spec.inputs = definition.inputs;
  spec.owner_id = dependencies_.owner_id;
  spec.owner_address = address;
  spec.version = dependencies_.version;
  spec.derive = definition.derive;
  for (auto& [channel, sender] : definition.senders) spec.channels[channel] = sender.get();
  return std::make_unique<stream::StageRunner>(stream::StageRunner::Dependencies{
      std::move(spec), dependencies_.backend.log(), dependencies_.stores, definition.processor, observer_, announcer_,
      dependencies_.clock, std::move(ownership)});
}

Status Stages::start(const std::string& address) {
  std::vector<std::unique_ptr<stream::StageRunner>> runners;  // all or none: who retries begins anew
  for (auto& definition : definitions_) {
    LEAKPROOF_ASSIGN(ownership, dependencies_.backend.ownership(definition.name));
    runners.push_back(runner(definition, address, std::move(ownership)));
  }
  runners_ = std::move(runners);
  for (auto& runner : runners_) runner->start();
  threads_.push_back(std::make_unique<app::PollingThread>(kLedgerEvery, [this] {
    update_ledger_gauges();
    return false;
  }));
  if (dependencies_.backend.log().published()) start_projectors();
  return {};
}

void Stages::update_ledger_gauges() {
  for (auto& definition : definitions_) {
    show_unserved(definition.name);
    if (!definition.ledger.things.empty())
      ledger_gauges_.update(definition.name, definition.ledger, dependencies_.clock.now());
  }
}

// The inputs of a partition without an owner are not looked at: they are as far behind as it has none.
void Stages::show_unserved(const std::string& stage) {
  const auto unserved = coverage_.unserved(stage, dependencies_.clock.now());
  dependencies_.metrics
      .gauge("leakproof_" + stage + "_partitions_unserved", "Partitions that no process is known to serve")
      .Set(static_cast<double>(unserved.size()));
  auto& shown = shown_unserved_[stage];
  stream::TaskSpec task;
  task.stage = stage;
  for (const auto& [partition, since] : unserved) {
    task.partition = partition;
    observer_.on_input_lag(task, since);
    shown.insert(partition);
  }
  std::erase_if(shown, [&](std::int32_t partition) {
    if (unserved.contains(partition)) return false;
    task.partition = partition;
    observer_.on_input_lag(task, {});
    return true;
  });
}

void Stages::start_projectors() {
  for (auto& definition : definitions_) {
    auto ours = [this, name = definition.name] { return states_.served(name); };
    projectors_.push_back(std::make_unique<stream::Projectors>(definition.name, definition.derive, ours,
                                                               dependencies_.backend.log(), projector_observer_));
    threads_.push_back(
        std::make_unique<app::PollingThread>(stream::limits::kProjectorPace, [this, one = projectors_.back().get()] {
          one->step(dependencies_.clock.now());
          return false;
        }));
  }
  threads_.push_back(std::make_unique<app::PollingThread>(kAnnounceEvery, [this] {
    announcer_.announce_all();
    return false;
  }));
}

void Stages::stop(Duration timeout) {
  const Instant by = dependencies_.clock.now() + timeout;
  for (auto& runner : runners_) runner->stop(std::max(Duration::zero(), by - dependencies_.clock.now()));
  threads_.clear();
}

Status Stages::ready() {
  if (runners_.empty()) return retry("the stages have not begun");
  for (std::size_t i = 0; i < runners_.size(); ++i) LEAKPROOF_TRY(ready(definitions_[i].name, *runners_[i]));
  return {};
}

Status Stages::ready(const std::string& stage, const stream::StageRunner& runner) {
  if (!runner.ready()) return retry(stage + " does not know yet what is its own, or catches up");
  if (runner.owns_any()) return {};
  std::string orphans;
  for (const auto& [partition, since] : coverage_.unserved(stage, dependencies_.clock.now()))
    orphans += (orphans.empty() ? "" : ", ") + std::to_string(partition);
  if (orphans.empty()) return {};  // a spare: others do the work
  return retry(stage + " owns no partition here, and nobody serves " + orphans);
}

bool Stages::has(const std::string& stage) const {
  return std::ranges::any_of(definitions_, [&](const auto& each) { return each.name == stage; });
}

std::map<std::string, std::set<std::int32_t>> Stages::unserved_elsewhere() {
  std::map<std::string, std::set<std::int32_t>> found;
  for (const char* stage : stream::topics::kStages) {
    if (has(stage)) continue;
    for (const auto& [partition, since] : coverage_.unserved(stage, dependencies_.clock.now()))
      found[stage].insert(partition);
  }
  return found;
}

bool Stages::halted() const {
  return std::any_of(runners_.begin(), runners_.end(), [](auto& runner) { return runner->halted(); });
}

}  // namespace leakproof::process
