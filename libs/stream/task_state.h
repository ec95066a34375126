// The states of a task and which may follow which: the drawing of task.h as data. Pure.
#pragma once

namespace leakproof::stream {

enum class TaskState { kIdle, kRestoring, kClaiming, kCatchingUp, kWorking, kDraining, kReleased, kHalted };

const char* name_of(TaskState state);
bool may_follow(TaskState from, TaskState to);

}  // namespace leakproof::stream
