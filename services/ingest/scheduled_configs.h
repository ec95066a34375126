// Configurations that are to come into force at a time: docs/decisions/0051. Each waits in ingest's state with a timer.
// When that is due, its command is handed in at the start of the pipeline as if it were applied then, so that everybody
// who reads workspace.config sees the same version at the same place.
//
//   waiting ──► due ──► applied
//      │         └────► not applied     another version came between, or it does not compile any more
//      └──► cancelled ◄────┘
//
// One workspace, one input: made for a draft, on the processor's thread.
#pragma once
#include <string>
#include <string_view>

#include "leakproof/lead/v1/event.pb.h"
#include "leakproof/state/v1/state.pb.h"
#include "stream/processor.h"

namespace leakproof::ingest {

inline constexpr std::string_view kScheduledConfigTimer = "scheduled_config:";

class ScheduledConfigs {
 public:
  // `draft` outlives it.
  ScheduledConfigs(std::string workspace, stream::Draft& draft);

  // Keeps a configuration for its time, or refuses it. The fact is the answer; of a repeated command it is the same.
  void schedule(const lead::v1::ConfigCommand& command, std::int64_t version_in_force, lead::v1::Event& fact);
  void cancel(const lead::v1::ConfigCommand& command, lead::v1::Event& fact);
  // The time of one has come: its command goes out, or it cannot come into force.
  void come_due(const std::string& scheduled_id, std::int64_t version_in_force);
  // What became of the command that went out. on_refused: false when the schedule knows nothing of this command.
  void on_applied(const std::string& scheduled_id);
  bool on_refused(const lead::v1::ConfigCommand& command, const lead::v1::ConfigRefused& refused);
  void on_not_handed_in(const std::string& scheduled_id, const std::string& detail);

 private:
  using Entry = state::v1::ScheduledConfig;
  Entry* find(const std::string& scheduled_id);
  Entry& add(const lead::v1::ConfigCommand& command);
  void hand_in(Entry& entry, std::int64_t version_in_force);
  void not_applied(Entry& entry, const std::string& reason, std::int64_t version_in_force);
  void end(Entry& entry, Entry::State state);
  std::string timer_id(const Entry& entry) const;
  void save();

  const std::string workspace_;
  stream::Draft& draft_;
  state::v1::ScheduledConfigs row_;
};

}  // namespace leakproof::ingest
