// Goes over what a stage keeps of every workspace when its process has newer zone data than those by which the stage's
// times were counted: once a version, in slices that survive a crash, before the stage's timers fire. Times only ever
// move to newer data: a process with older ones leaves a word, and the next process with the newest looks at everything
// again, because some may have been counted by the older. One thread, that of the stage's task.
#pragma once
#include <functional>
#include <string>
#include <string_view>

#include "leakproof/state/v1/state.pb.h"
#include "stream/processor.h"
#include "stream/state_key.h"

namespace leakproof::stream {

// ZoneDataState
inline std::string zone_data_key(std::string_view workspace) { return state_key(workspace, "zone_data"); }

class ZoneWalk {
 public:
  struct Work {
    std::string stage;
    std::string kind;  // of the state keys that are looked at, see state_key.h
    // Counts again the times of what is stored there. True: some have moved.
    std::function<bool(const std::string& workspace, const std::string& value, Draft& draft)> count_again;
    // Everything of the workspace has been looked at.
    std::function<void(const std::string& workspace, Draft& draft)> end;
  };
  // `zone_data` is the version that the process has.
  ZoneWalk(std::string zone_data, Work work);

  // Processor::on_take_over: a slice; true while there is more.
  bool step(Draft& draft);
  // A configuration came: times of a workspace that is new are counted by the process's data.
  void note(const std::string& workspace, Draft& draft) const;
  // Processor::invalidate_caches: begins with the first workspace again.
  void forget() { passed_.clear(); }

 private:
  // True when nothing is left of the workspace.
  bool pass(const std::string& workspace, Draft& draft) const;
  bool is_older_than(const state::v1::ZoneDataState& state) const;
  bool walk(const std::string& workspace, state::v1::ZoneDataState state, Draft& draft) const;
  void finish(const std::string& workspace, state::v1::ZoneDataState state, Draft& draft) const;

  const std::string zone_data_;
  const Work work_;
  std::string passed_;  // the workspaces up to here have nothing left
};

}  // namespace leakproof::stream
