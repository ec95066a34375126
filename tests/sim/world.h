// Machines with a process a stage, the log between them, their clocks and disks, and the people around: one run of a
// plan on one thread.
#pragma once
#include <memory>
#include <vector>

#include "plan.h"
#include "process.h"

namespace leakproof::sim {

class World {
 public:
  World(const Plan& plan, bool keep_trace);
  ~World();

  // Acts, heals, waits until all is quiet, and makes every store anew from the log.
  void run();
  const Evidence& evidence() const { return evidence_; }
  const Trace& trace() const { return trace_; }
  const Counters& counts() const { return broker_.counts; }
  Duration simulated() const { return agenda_.now() - began_; }

 private:
  struct Machine {
    Machine(int number, Instant now) : index(number), clock(now) {}
    int index;
    Disk disk;
    ManualClock clock;
    Duration skew{};
    bool frozen = false;
    std::vector<std::unique_ptr<Process>> processes;  // by stage
  };
  // Time
  void set_time(Instant now);
  void pass(Duration by);
  void settle();
  bool round();
  bool publish(bool all);
  Instant next_due() const;
  // Processes
  void start(Machine& machine, std::size_t stage);
  void end(Machine& machine, std::size_t stage);
  void bury();
  Machine& machine_of(const Place& place) { return *machines_[static_cast<std::size_t>(group_.owner(place))]; }
  // Actions
  void act(const Action& action);
  void input(Act act);
  void fault(Act act);
  void input_gone_wrong(Act act);
  void process_fault(Act act);
  void log_fault(Act act);
  void call_fault(Act act);
  void crash_machine(Machine& machine);
  void crash_stage();
  void zombie();
  void rebalance(int times);
  void freeze();
  void double_claim();
  void contest_call(const Place& place);
  void append(Act act);
  Duration until_it_acts(const Machine& machine, std::size_t stage);
  void trim();
  void clock(Act act);
  void set_skew(Machine& machine, Duration skew);
  void disk_full();
  void disk_lost();
  void heal();
  void rebuild();
  // Chance
  Machine& any_machine() {
    return *machines_[static_cast<std::size_t>(dice_.below(static_cast<int>(machines_.size())))];
  }
  int another_than(int machine);
  Place any_place();
  void give_all(int from);

  const Plan plan_;
  const Instant began_;
  Evidence evidence_;
  Trace trace_;
  Dice dice_;
  Agenda agenda_;
  Broker broker_;
  Group group_;
  People people_;
  Outside outside_;
  Ground ground_;
  std::vector<std::unique_ptr<Machine>> machines_;
  bool healed_ = false;
};

}  // namespace leakproof::sim
