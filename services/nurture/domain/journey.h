// A journey is the list of steps that a lead goes through while sales does not have it. Plain values, made once a
// configuration.
#pragma once
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/id.h"
#include "base/time.h"
#include "rules/program.h"

namespace leakproof::nurture {

// The name of a channel by which leads can be reached; which there are is the codec's to know.
using ChannelId = Id<struct ChannelTag>;

struct Wait {
  Duration length{};
};
struct Send {
  ChannelId channel;  // what the message says is looked up by the step's id when it goes out
};
struct Branch {
  rules::Program when;
  std::string then_id;
  std::string else_id;  // empty: the next step
};
struct Exit {
  std::string reason;
  bool hand_back = false;
};
struct Step {
  std::string step_id;
  std::variant<Wait, Send, Branch, Exit> what;
};

enum class Trigger { kRouted, kRecycled, kLost };

struct Journey {
  std::string journey_id;
  Trigger trigger = Trigger::kRouted;
  std::optional<rules::Program> goal;       // once true the lead goes back to sales
  std::optional<rules::Program> exit_when;  // once true the lead leaves and stays away from sales
  std::vector<Step> steps;
  bool gives_back_mute = false;  // a lead to whom none of its messages may go is handed back at once
};

}  // namespace leakproof::nurture
