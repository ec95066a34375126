// What happens in one run, in order: inputs and faults, each a while after the one before. A function of the seed; a
// failure is made smaller by leaving actions out.
#pragma once
#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "base/time.h"

namespace leakproof::sim {

enum class Act {
  // Inputs
  kConfigure,
  kSubmit,
  kFeedback,
  kPresence,
  kTouch,
  kOptOut,
  kClaim,
  kTimeOff,
  kFix,
  // Inputs that go wrong
  kRepeat,    // an input of before comes once more, or twenty times
  kHoldBack,  // the next inputs come late, the last one first
  kPoison,    // bytes that are no message
  kBurst,     // many submissions at once
  // Processes
  kCrashMachine,  // what was not flushed is gone
  kCrashStage,    // in the middle of a step
  kZombie,        // its partitions go to another machine and it is not told for a while
  kRebalance,     // partitions go to another machine, the old owner is told first
  kRebalanceStorm,
  kFreeze,       // a machine stands still for a while, its partitions are taken over
  kDoubleClaim,  // two machines are told that a partition is theirs
  // The log
  kAckLost,     // appended, but the writer is told that nobody knows
  kAppendLost,  // the same, and not appended
  kAppendLate,  // the same, and appended later, also behind the next fence
  kAppendGap,   // of what is in flight, some is appended and some is lost
  kRepeatedAppend,
  kInputAckLost,     // of what a stage appends to an input topic
  kPublicationLost,  // or it comes true when its name is claimed next
  kPublicationUnheard,
  kCompact,
  kTrim,  // retention passes what everybody has read
  // The disk
  kDiskFull,
  kDiskLost,
  // Time
  kClockJump,
  kSkew,
  // The receivers of calls
  kCallFails,
  kCallUnanswered,
  kCallSlow,
  kCount
};
inline constexpr int kInputActs = static_cast<int>(Act::kRepeat);
inline constexpr int kActs = static_cast<int>(Act::kCount);
const char* name_of(Act act);

struct Action {
  Act act;
  Duration after{};          // the action before
  std::uint64_t chance = 0;  // decides the rest
};
std::string text_of(const Action& action);

struct Plan {
  std::uint64_t seed = 0;
  int machines = 2;
  std::int32_t partitions = 1;
  bool publishes = false;     // a log with published topics and changelogs, as Kafka; else one with neither
  bool on_input_lag = false;  // appends and their acknowledgements take a while
  std::vector<Action> actions;
};
Plan plan_of(std::uint64_t seed);

struct Counters {
  std::array<std::int64_t, kActs> by_act{};
  std::int64_t& of(Act act) { return by_act[static_cast<std::size_t>(act)]; }
  std::int64_t of(Act act) const { return by_act[static_cast<std::size_t>(act)]; }
};

}  // namespace leakproof::sim
