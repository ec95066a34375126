// What the actions of a plan do.
#include <algorithm>

#include "retention.h"
#include "support/pipeline.h"
#include "world.h"

namespace leakproof::sim {
namespace {

using namespace std::chrono_literals;

constexpr Duration kSession = 10s;  // after which the group gives up a machine that does not answer
constexpr Duration kRetention = 2h;

Duration up_to(Dice& dice, std::chrono::milliseconds most) {
  return std::chrono::milliseconds(dice.below(static_cast<int>(most.count()) + 1));
}

}  // namespace

void World::act(const Action& action) {
  trace_.say([&] { return "--- " + std::string(name_of(action.act)); });
  if (static_cast<int>(action.act) < kInputActs)
    input(action.act);
  else
    fault(action.act);
}

void World::input(Act act) {
  using Deed = void (People::*)(Dice&);
  static constexpr Deed kDeeds[] = {&People::configure, &People::submit,   &People::feedback,
                                    &People::presence,  &People::touch,    &People::opt_out,
                                    &People::claim,     &People::time_off, &People::fix};
  static_assert(std::size(kDeeds) == kInputActs);
  (people_.*kDeeds[static_cast<int>(act)])(dice_);
  ++broker_.counts.of(act);
}

// Those that come true later, or not at all, are counted where they do.
void World::fault(Act act) {
  if (act >= Act::kRepeat && act <= Act::kBurst) return input_gone_wrong(act);
  if (act >= Act::kCrashMachine && act <= Act::kDoubleClaim) return process_fault(act);
  if (act >= Act::kAckLost && act <= Act::kRepeatedAppend) return append(act);
  if (act >= Act::kInputAckLost && act <= Act::kTrim) return log_fault(act);
  if (act >= Act::kCallFails) return call_fault(act);
  if (act == Act::kDiskFull) return disk_full();
  if (act == Act::kDiskLost) return disk_lost();
  ++broker_.counts.of(act);
  clock(act);
}

void World::input_gone_wrong(Act act) {
  auto& count = broker_.counts.of(act);
  if (act == Act::kRepeat) {
    count += people_.repeat(dice_);
  } else if (act == Act::kHoldBack) {
    people_.hold_back();
    agenda_.in(up_to(dice_, 60s), [this, &count] { count += people_.let_go(); });
  } else if (act == Act::kPoison) {
    ++count;
    people_.poison(dice_);
  } else {
    ++count;
    for (int submissions = 20 + dice_.below(100); submissions > 0; --submissions) people_.submit(dice_);
  }
}

void World::process_fault(Act act) {
  if (act == Act::kCrashStage) return crash_stage();
  ++broker_.counts.of(act);
  if (act == Act::kCrashMachine) return crash_machine(any_machine());
  if (act == Act::kZombie) return zombie();
  if (act == Act::kRebalance) return rebalance(1);
  if (act == Act::kRebalanceStorm) return rebalance(20);
  if (act == Act::kFreeze) return freeze();
  double_claim();
}

void World::log_fault(Act act) {
  if (act == Act::kTrim) return trim();
  if (act == Act::kPublicationLost) broker_.next_publication = Broker::Publication::kIsLost;
  if (act == Act::kPublicationUnheard) broker_.next_publication = Broker::Publication::kIsUnheard;
  if (act == Act::kInputAckLost) {
    for (auto& machine : machines_) {
      if (auto& nurture = machine->processes.back()) nurture->wire().lose_next_input_ack();
    }
  }
  if (act != Act::kCompact) return;
  ++broker_.counts.of(act);
  for (const auto& [place, owner] : group_.owners()) broker_.log.compact({place.first + ".changelog", place.second});
}

void World::call_fault(Act act) {
  for (int calls = 1 + dice_.below(6); calls > 0; --calls) {
    if (act == Act::kCallFails)
      outside_.next_call(dice_.one_in(5) ? Manner::kGivesUp : Manner::kFails);
    else
      outside_.next_call(act == Act::kCallSlow ? Manner::kSlow : Manner::kUnanswered);
  }
}

void World::disk_lost() {
  auto& machine = any_machine();
  ++broker_.counts.of(Act::kDiskLost);
  crash_machine(machine);
  machine.disk.lose();
}

void World::crash_machine(Machine& machine) {
  for (std::size_t stage = 0; stage < machine.processes.size(); ++stage) end(machine, stage);
}

void World::crash_stage() {
  Place place = any_place();
  const bool at_call = dice_.one_in(3);
  if (at_call) place.first = dice_.one_in(2) ? "router" : "nurture";  // the others call nobody
  const auto stage = static_cast<std::size_t>(std::ranges::find(kStages, place.first) - kStages.begin());
  auto& process = machine_of(place).processes[stage];
  if (!process) return;
  at_call ? process->life().ends_behind_call() : process->life().ends_at(1 + dice_.below(60));
}

// The machine goes on with everything that is no longer its own, and it is told only a while later.
void World::zombie() {
  auto& machine = any_machine();
  group_.deafen(machine.index, true);
  give_all(machine.index);
  agenda_.in(up_to(dice_, 120s), [this, &machine] { group_.deafen(machine.index, false); });
}

void World::rebalance(int times) {
  for (; times > 0; --times) {
    const Place place = any_place();
    group_.give(place, another_than(group_.owner(place)));
    for (int rounds = dice_.below(4); rounds > 0; --rounds) round();
  }
}

void World::freeze() {
  auto& machine = any_machine();
  const Duration length = up_to(dice_, 60s);
  machine.frozen = true;
  if (length > kSession) {
    agenda_.in(kSession, [this, &machine] {
      group_.deafen(machine.index, true);
      give_all(machine.index);
    });
  }
  agenda_.in(length, [&machine] { machine.frozen = false; });
  agenda_.in(length + up_to(dice_, 5s), [this, &machine] { group_.deafen(machine.index, false); });
}

void World::double_claim() {
  if (dice_.one_in(3)) return outside_.ambush([this](const Place& place) { contest_call(place); });
  const Place place = any_place();
  group_.share(place, another_than(group_.owner(place)));
  agenda_.in(up_to(dice_, 20s), [this] { group_.end_sharing(); });
}

// The owner's marker stands in the air while another makes the call, which is answered late, and then the first one is
// back.
void World::contest_call(const Place& place) {
  const auto stage = static_cast<std::size_t>(std::ranges::find(kStages, place.first) - kStages.begin());
  auto& owner = machine_of(place);
  if (owner.processes[stage]) owner.processes[stage]->wire().hold();
  for (int calls = 3; calls > 0; --calls) outside_.next_call(Manner::kSlow);
  group_.share(place, another_than(owner.index));
  agenda_.in(up_to(dice_, 5s), [&owner, stage] {
    if (owner.processes[stage]) owner.processes[stage]->wire().resolve(Wire::Fate::kLost);
  });
  agenda_.in(20s, [this] { group_.end_sharing(); });
}

// What an owner appends from here on stands in the air for a while, and then meets its fate.
void World::append(Act act) {
  const auto fate = act == Act::kAckLost      ? Wire::Fate::kAckLost
                    : act == Act::kAppendLost ? Wire::Fate::kLost
                    : act == Act::kAppendLate ? Wire::Fate::kLate
                    : act == Act::kAppendGap  ? Wire::Fate::kGap
                                              : Wire::Fate::kTwice;
  const Place place = any_place();
  auto& machine = machine_of(place);
  const auto stage = static_cast<std::size_t>(std::ranges::find(kStages, place.first) - kStages.begin());
  if (!machine.processes[stage]) return;
  const Duration begin = until_it_acts(machine, stage);
  agenda_.in(begin, [&machine, stage] {
    if (machine.processes[stage]) machine.processes[stage]->wire().hold();
  });
  agenda_.in(begin + up_to(dice_, 10s), [this, &machine, stage, fate, act] {
    if (machine.processes[stage]) broker_.counts.of(act) += machine.processes[stage]->wire().resolve(fate);
  });
  if (fate != Wire::Fate::kLate) return;
  agenda_.in(begin + up_to(dice_, 60s), [this] {
    for (auto& late : std::exchange(broker_.late, {})) broker_.push(late.to, std::move(late.record));
  });
}

// Every second time: how long it is until a timer or a retry of the stage is due, so that what it does then meets its
// fate, too.
Duration World::until_it_acts(const Machine& machine, std::size_t stage) {
  const Instant due = machine.processes[stage]->next_due();
  const bool waits = dice_.one_in(2) && due != Instant::max();
  const Duration wait = waits ? due - machine.skew - agenda_.now() : Duration::zero();
  return wait > Duration::zero() && wait < std::chrono::hours(24) ? wait : Duration::zero();
}

// What everybody has, and is older than any zombie.
void World::trim() {
  for (const auto& topic : deleted_topics(evidence_)) {
    const auto& records = evidence_.log[topic];
    const auto old = std::ranges::partition_point(
        records, [&](const auto& record) { return record.at < agenda_.now() - kRetention; });
    const auto before = std::min<std::int64_t>(old - records.begin(), no_longer_needed(evidence_, topic).value());
    if (before <= broker_.log.begin(topic)->value()) continue;
    broker_.log.trim(topic, stream::Position(before));
    ++broker_.counts.of(Act::kTrim);
  }
}

void World::disk_full() {
  auto& machine = any_machine();
  machine.disk.fill(true);
  agenda_.in(up_to(dice_, 60s), [this, &machine] {
    machine.disk.fill(false);
    broker_.counts.of(Act::kDiskFull) += machine.disk.refused();
  });
}

void World::clock(Act act) {
  auto& machine = any_machine();
  const Duration by = act == Act::kSkew ? up_to(dice_, 5s) : up_to(dice_, dice_.one_in(3) ? 24h : 10min);
  set_skew(machine, dice_.one_in(2) ? by : -by);
  if (dice_.one_in(2)) agenda_.in(up_to(dice_, 20min), [this, &machine] { set_skew(machine, Duration::zero()); });
}

void World::set_skew(Machine& machine, Duration skew) {
  machine.skew = skew;
  machine.clock.set(agenda_.now() + skew);
  trace_.say([&] {
    return "the clock of machine " + std::to_string(machine.index) + " is off by " + std::to_string(skew.count()) +
           " µs";
  });
}

}  // namespace leakproof::sim
