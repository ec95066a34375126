// What happens in one run, in order: inputs and faults, each a while after the one before. A function of the seed; a failure is made
// smaller by leaving actions out.
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
  kRepeat,   // an input of before comes once more
  kHoldBack, // the next input comes after the one behind it
  kPoison,   // bytes that are no message
  // Processes
  kCrashMachine,  // what was not flushed is gone; a new process is there at once
  kCrashStage,
  kZombie,     // a partition goes to another machine, the old owner is not told for a while
  kRebalance,  // a partition goes to another machine, the old owner is told first
  kFreeze,     // a machine stands still for a while, its partitions are taken over
  // The log
  kAckLost,    // appended, but the writer is told that nobody knows
  kAppendLost, // the same, and not appended
  kAppendLate, // the same, and appended later, behind the next fence
  kAppendGap,  // some of what is in flight is appended, some is lost
  kRepeatedAppend,
  kInputAckLost,  // of what a stage appends to an input topic
  kPublicationLost,
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
  kCount
};
inline constexpr int kInputActs = static_cast<int>(Act::kRepeat);
inline constexpr int kActs = static_cast<int>(Act::kCount);
const char* name_of(Act act);

struct Action {
  Act act;
  Duration after{};         // the action before
  std::uint64_t chance = 0;  // decides the rest
};
std::string text_of(const Action& action);

struct Plan {
  std::uint64_t seed = 0;
  int machines = 2;
  std::int32_t partitions = 1;
  bool publishes = false;
  std::vector<Action> actions;
};
Plan plan_of(std::uint64_t seed);

using Counters = std::array<std::int64_t, kActs>;

}  // namespace leakproof::sim
