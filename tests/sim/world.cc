#include "world.h"

#include <algorithm>

#include "base/check.h"
#include "support/pipeline.h"

namespace leakproof::sim {
namespace {

using namespace std::chrono_literals;

constexpr int kRoundsMax = 20'000;  // processes that never come to rest are a defect

}  // namespace

World::World(const Plan& plan, bool keep_trace)
    : plan_(plan),
      began_(kStart + std::chrono::hours(plan.seed % 9000)),  // all over the year
      trace_(keep_trace),
      dice_(plan.seed ^ 0x5EED),
      agenda_(began_),
      broker_(evidence_, trace_, plan.partitions, plan.publishes),
      people_(broker_, agenda_, evidence_),
      outside_(evidence_, trace_, agenda_, broker_.counts),
      ground_{broker_, dice_, group_, outside_, people_, evidence_, trace_, agenda_} {}

World::~World() {
  for (auto& machine : machines_) machine->processes.clear();
}

void World::run() {
  for (int i = 0; i < plan_.machines; ++i) machines_.push_back(std::make_unique<Machine>(i, began_));
  for (const auto& stage : kStages) {
    for (std::int32_t partition = 0; partition < plan_.partitions; ++partition)
      group_.give({stage, partition}, dice_.below(plan_.machines));
  }
  set_time(began_);
  for (auto& machine : machines_) {
    machine->processes.resize(kStages.size());
    for (std::size_t stage = 0; stage < kStages.size(); ++stage) start(*machine, stage);
  }
  pass(1s);
  for (const auto& action : plan_.actions) {
    dice_ = Dice(action.chance);  // so that an action left out changes as little as may be behind it
    pass(action.after);
    act(action);
  }
  heal();
  rebuild();
}

void World::set_time(Instant now) {
  agenda_.set(now);
  broker_.now(now);
  trace_.at(now);
  for (auto& machine : machines_) machine->clock.set(now + machine->skew);
}

// Without time there are some steps only: the next action finds everybody in the middle of their work.
void World::pass(Duration by) {
  if (by == Duration::zero()) {
    for (int rounds = dice_.below(12); rounds > 0; --rounds) round();
    return;
  }
  const Instant end = agenda_.now() + by;
  for (settle(); next_due() <= end; settle()) set_time(std::max(next_due(), agenda_.now() + 1ms));
  set_time(end);
  settle();
}

void World::settle() {
  for (int rounds = 0;; ++rounds) {
    if (rounds == kRoundsMax) return evidence_.halted.push_back("the processes never come to rest");
    if (!round() && !publish(healed_)) return;
  }
}

bool World::round() {
  bool any = agenda_.run(agenda_.now());
  const auto first = static_cast<std::size_t>(dice_.below(static_cast<int>(machines_.size() * kStages.size())));
  for (std::size_t i = 0; i < machines_.size() * kStages.size(); ++i) {
    auto& machine = *machines_[(first + i) % machines_.size()];
    auto& process = machine.processes[(first + i) / machines_.size() % kStages.size()];
    if (machine.frozen || !process) continue;
    any |= process->step();
    any |= process->wire().pump(plan_.on_input_lag && !healed_ ? dice_.below(6) : 1000);
  }
  bury();
  return any;
}

bool World::publish(bool all) {
  if (!plan_.publishes || (!all && dice_.one_in(2))) return false;
  bool any = false;
  for (auto& machine : machines_) {
    for (auto& process : machine->processes) {
      if (process && !machine->frozen) any |= process->publish();
    }
  }
  bury();
  return any;
}

Instant World::next_due() const {
  Instant next = agenda_.next();
  for (const auto& machine : machines_) {
    if (machine->frozen) continue;
    for (const auto& process : machine->processes) {
      const Instant due = process ? process->next_due() : Instant::max();
      if (due != Instant::max()) next = std::min(next, due - machine->skew);
    }
  }
  return next;
}

void World::start(Machine& machine, std::size_t stage) {
  machine.processes[stage] =
      std::make_unique<Process>(ground_, machine.index, kStages[stage], machine.disk, machine.clock);
}

void World::end(Machine& machine, std::size_t stage) {
  if (!machine.processes[stage]) return;
  trace_.say([&] { return kStages[stage] + " on machine " + std::to_string(machine.index) + " is dead"; });
  machine.processes[stage].reset();
  machine.disk.crash(kStages[stage], dice_);
  const auto restart = [this, &machine, stage] {
    if (!machine.processes[stage]) start(machine, stage);
  };
  dice_.one_in(2) || healed_ ? restart() : agenda_.in(std::chrono::milliseconds(dice_.below(60'000)), restart);
}

// Whoever died in a step.
void World::bury() {
  for (auto& machine : machines_) {
    for (std::size_t stage = 0; stage < machine->processes.size(); ++stage) {
      if (!machine->processes[stage] || !machine->processes[stage]->life().over()) continue;
      ++broker_.counts.of(Act::kCrashStage);
      end(*machine, stage);
    }
  }
}

int World::another_than(int machine) {
  const int count = static_cast<int>(machines_.size());
  return (machine + 1 + dice_.below(count - 1)) % count;
}

Place World::any_place() {
  return {kStages[static_cast<std::size_t>(dice_.below(static_cast<int>(kStages.size())))],
          dice_.below(plan_.partitions)};
}

// Everything that is the machine's goes to others.
void World::give_all(int from) {
  for (const auto& stage : kStages) {
    for (std::int32_t partition = 0; partition < plan_.partitions; ++partition) {
      if (group_.owner({stage, partition}) == from) group_.give({stage, partition}, another_than(from));
    }
  }
}

// Half a minute after the last fault everything that came before is worked off. Then time goes on, until no timer of a
// usual length and no call waits.
void World::heal() {
  trace_.say([] { return "nothing fails from here on"; });
  healed_ = true;
  agenda_.run(Instant::max());
  for (auto& machine : machines_) {
    machine->frozen = false;
    machine->skew = Duration::zero();
    machine->disk.fill(false);
    group_.deafen(machine->index, false);
    for (auto& process : machine->processes) {
      if (process) {
        process->life().spare();
        process->wire().resolve(Wire::Fate::kArrives);
      }
    }
  }
  group_.end_sharing();
  outside_.behave();
  people_.let_go();
  broker_.next_publication = Broker::Publication::kSucceeds;
  for (auto& late : std::exchange(broker_.late, {})) {
    if (dice_.one_in(2)) broker_.push(late.to, std::move(late.record));
  }
  set_time(agenda_.now());
  evidence_.healed = agenda_.now();
  for (const auto& [topic, records] : evidence_.log)
    evidence_.ends_then[topic] = static_cast<std::int64_t>(records.size());
  pass(30s);
  evidence_.caught_up = agenda_.now();
  pass(std::chrono::hours(96));
  evidence_.end = agenda_.now();
}

// On a machine that has never had anything.
void World::rebuild() {
  for (const auto& stage : kStages) {
    for (std::int32_t partition = 0; partition < plan_.partitions; ++partition) {
      const Place place{stage, partition};
      evidence_.stores[place] = machine_of(place).disk.contents(place);
    }
  }
  const int fresh = static_cast<int>(machines_.size());
  auto& machine = *machines_.emplace_back(std::make_unique<Machine>(fresh, agenda_.now()));
  machine.processes.resize(kStages.size());
  for (std::size_t stage = 0; stage < kStages.size(); ++stage) start(machine, stage);
  for (const auto& [place, contents] : evidence_.stores) group_.give(place, fresh);
  pass(1s);
  for (const auto& [place, contents] : evidence_.stores) evidence_.restored[place] = machine.disk.contents(place);
}

}  // namespace leakproof::sim
