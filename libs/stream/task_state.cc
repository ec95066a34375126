// Tested by: libs/stream/invariants_test.cc
#include "stream/task_state.h"

namespace leakproof::stream {

const char* name_of(TaskState state) {
  switch (state) {
    case TaskState::kIdle:
      return "idle";
    case TaskState::kRestoring:
      return "restoring";
    case TaskState::kClaiming:
      return "claiming";
    case TaskState::kCatchingUp:
      return "catching_up";
    case TaskState::kWorking:
      return "working";
    case TaskState::kDraining:
      return "draining";
    case TaskState::kReleased:
      return "released";
    case TaskState::kHalted:
      return "halted";
  }
  return "";
}

bool may_follow(TaskState from, TaskState to) {
  using enum TaskState;
  switch (from) {
    case kIdle:  // to itself: a claim that failed before its fence was sent
      return to == kIdle || to == kRestoring || to == kClaiming || to == kReleased || to == kHalted;
    case kRestoring:
      return to == kIdle || to == kHalted;
    case kClaiming:
      return to == kCatchingUp || to == kIdle || to == kHalted;
    case kCatchingUp:
      return to == kWorking || to == kDraining || to == kIdle || to == kHalted;
    case kWorking:
      return to == kDraining || to == kIdle || to == kHalted;
    case kDraining:
      return to == kReleased || to == kIdle || to == kHalted;
    case kReleased:
    case kHalted:
      return false;
  }
  return false;
}

}  // namespace leakproof::stream
