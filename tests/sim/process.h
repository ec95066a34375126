// One stage's process on one machine: the product's own runner, tasks, outbox and projectors, on a simulated
// connection, disk and group.
#pragma once
#include <memory>

#include "base/manual_clock.h"
#include "disk.h"
#include "group.h"
#include "outside.h"
#include "people.h"
#include "stream/local_states.h"
#include "stream/projectors.h"
#include "stream/stage_runner.h"
#include "wire.h"

namespace leakproof::sim {

// What all processes stand on; outlives them.
struct Ground {
  Broker& broker;
  Dice& dice;
  Group& group;
  Outside& outside;
  People& people;
  Evidence& evidence;
  Trace& trace;
  Agenda& agenda;
};

class Process {
 public:
  Process(Ground ground, int machine, std::string stage, Disk& disk, const Clock& clock);
  ~Process();

  bool step() { return runner_->step(clock_.now()); }
  // A round of the projectors; true when something was published.
  bool publish();
  Instant next_due() const { return runner_->next_due(); }
  bool has_work() const { return !runner_->idle(); }
  Life& life() { return life_; }
  Wire& wire() { return wire_; }
  const std::string& stage() const { return stage_; }

 private:
  class Watcher;

  const std::string stage_;
  const Clock& clock_;
  Broker& broker_;
  Life life_;
  Wire wire_;
  std::unique_ptr<stream::StoreFactory> stores_;
  std::unique_ptr<stream::OutboxSender> line_, append_;
  std::unique_ptr<Watcher> watcher_;
  stream::LocalStates states_;
  std::unique_ptr<stream::StageRunner> runner_;
  std::unique_ptr<stream::Projectors> projectors_;
};

}  // namespace leakproof::sim
