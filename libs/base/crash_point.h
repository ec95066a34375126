// Steps of the commit protocol at which a test ends the process as SIGKILL would: nothing is flushed, closed or told.
// CRASH_AT=name:nth ends it the nth time (from 1) that any thread comes to the step. Only a program that arms it at its
// start honours it; while nothing is armed a step costs one load. Which step is where:
// docs/runbooks/torture-failure.md.
#pragma once
#include <atomic>
#include <string_view>

#include "base/result.h"

namespace leakproof {

enum class CrashPoint {
  kNone,
  kBeforeFence,    // the partition is claimed, its fence not appended
  kAfterFence,     // the fence is acknowledged, nothing is caught up
  kCatchingUp,     // read back before the own fence, not in the store
  kBeforeAppend,   // an effect is made, not appended
  kAfterAppend,    // appended, the outcome is open
  kAfterAck,       // acknowledged, not read back
  kBeforeSettle,   // read back, not in the store
  kMidSettle,      // in the store, position and overlay not moved on
  kBeforeTell,     // settled, nobody is told
  kAfterTell,      // told
  kBeforeTimer,    // a due timer is handled, its effect not appended
  kBeforeMark,     // an at-most-once call is due, its marker not appended
  kBeforePerform,  // a call may be made, it is not
  kAfterPerform,   // a call has its outcome, the effect not appended
  kWiping,         // a store is put aside, not deleted
  kRestoring,      // in the middle of a changelog
  kRestored,       // the changelog is copied, not flushed
  kBeforeRelease,  // nothing is in flight, the store not flushed
  kAfterRelease,   // flushed, not closed
  kBeforePublish,  // a group of facts is made, not sent
  kAfterPublish,   // committed, the projector does not know
  kBeforeCommit,   // embedded log: a batch is made, not written
  kAfterCommit,    // embedded log: on disk, not acknowledged
  kBeforeAnswer,   // an input is acknowledged, its sender is not answered
};

// `text` is name:nth, or null or empty: then nothing is armed. kRefuse: there is no such step.
Status arm_crash_point(const char* text);
// How a step is called in CRASH_AT: "before_append".
std::string_view name_of(CrashPoint point);

namespace crash_points {
extern std::atomic<CrashPoint> armed;
void reached();
}  // namespace crash_points

inline void crash_point(CrashPoint point) {
  if (crash_points::armed.load(std::memory_order_relaxed) == point) [[unlikely]]
    crash_points::reached();
}

}  // namespace leakproof
