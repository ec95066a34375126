#include "plan.h"

#include <algorithm>
#include <cstdio>

#include "dice.h"

namespace leakproof::sim {
namespace {

using namespace std::chrono_literals;

Duration pause(Dice& dice) {
  switch (dice.below(10)) {
    case 0:
    case 1:
    case 2:
      return 0s;
    case 3:
    case 4:
      return std::chrono::milliseconds(dice.below(5000));
    case 5:
    case 6:
    case 7:
      return std::chrono::seconds(dice.below(1800));
    case 8:
      return std::chrono::minutes(dice.below(300));
    default:
      return std::chrono::minutes(dice.below(3000));
  }
}

// Publications, compaction and retention are faults of a log that publishes.
bool possible(Act act, const Plan& plan) {
  return plan.publishes ||
         (act != Act::kPublicationLost && act != Act::kPublicationUnheard && act != Act::kCompact && act != Act::kTrim);
}

}  // namespace

const char* name_of(Act act) {
  static constexpr const char* kNames[] = {"configure",
                                           "submit",
                                           "feedback",
                                           "presence",
                                           "touch",
                                           "opt_out",
                                           "claim",
                                           "time_off",
                                           "fix",
                                           "repeat",
                                           "hold_back",
                                           "poison",
                                           "burst",
                                           "crash_machine",
                                           "crash_stage",
                                           "zombie",
                                           "rebalance",
                                           "rebalance_storm",
                                           "freeze",
                                           "double_claim",
                                           "ack_lost",
                                           "append_lost",
                                           "append_late",
                                           "append_gap",
                                           "repeated_append",
                                           "input_ack_lost",
                                           "publication_lost",
                                           "publication_unheard",
                                           "compact",
                                           "trim",
                                           "disk_full",
                                           "disk_lost",
                                           "clock_jump",
                                           "skew",
                                           "call_fails",
                                           "call_unanswered",
                                           "call_slow"};
  static_assert(std::size(kNames) == kActs);
  return kNames[static_cast<int>(act)];
}

std::string text_of(const Action& action) {
  const auto seconds = std::chrono::duration<double>(action.after).count();
  char text[80];
  std::snprintf(text, sizeof text, "+%.3fs %s", seconds, name_of(action.act));
  return text;
}

// Swarm testing: each run leaves out some kinds of faults, so that the others get far. Source: Groce and others, "Swarm
// testing", 2012.
Plan plan_of(std::uint64_t seed) {
  Dice dice(seed);
  Plan plan{seed, 2 + dice.below(2), 1 + dice.below(2), !dice.one_in(3), dice.one_in(2), {}};
  std::vector<Act> faults;
  const int keep = 1 + dice.below(4);  // of four
  for (int i = kInputActs; i < kActs; ++i) {
    if (dice.below(4) < keep && possible(static_cast<Act>(i), plan)) faults.push_back(static_cast<Act>(i));
  }
  for (int i = 0, workspaces = 1 + dice.below(4); i < workspaces; ++i)
    plan.actions.push_back({Act::kConfigure, 0s, dice.roll()});
  static constexpr Act kUsual[] = {Act::kSubmit,   Act::kSubmit,   Act::kSubmit,   Act::kSubmit,  Act::kSubmit,
                                   Act::kFeedback, Act::kFeedback, Act::kFeedback, Act::kTouch,   Act::kTouch,
                                   Act::kClaim,    Act::kPresence, Act::kPresence, Act::kTimeOff, Act::kOptOut,
                                   Act::kFix,      Act::kConfigure};
  const int length = 20 + dice.below(60), faults_in_ten = 1 + dice.below(5);
  for (int i = 0; i < length; ++i) {
    const bool fault = !faults.empty() && dice.below(10) < faults_in_ten;
    const Act act = fault ? faults[static_cast<std::size_t>(dice.below(static_cast<int>(faults.size())))]
                          : kUsual[dice.below(static_cast<int>(std::size(kUsual)))];
    plan.actions.push_back({act, pause(dice), dice.roll()});
  }
  return plan;
}

}  // namespace leakproof::sim
