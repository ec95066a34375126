// Why leads leave journeys, as facts say it: the one list for nurture, which says so, and for all who count or explain
// it. Beside these a reason is whatever the author of a journey wrote into an exit step.
#pragma once
#include <algorithm>
#include <array>
#include <string_view>

namespace leakproof {

struct JourneyExit {
  std::string_view reason;
  bool hands_back = false;  // sales gets the lead again, and reads why
};
inline constexpr auto kJourneyExits = std::to_array<JourneyExit>({
    {"assigned"},  // a member has the lead
    {"rerouted"},  // into another journey
    {"closed"},
    {"opted_out"},
    {"exit_when"},
    {"already_done"},  // not let in again
    {"goal", true},
    {"completed", true},
    {"no_journey", true},
    {"step_removed", true},
    {"loop", true},
    {"no_consent", true},
    {"no_address", true},
    {"bad_address", true},
    {"no_sender", true},
});

// nullptr: the words of an author.
constexpr const JourneyExit* journey_exit(std::string_view reason) {
  const auto* const found = std::ranges::find(kJourneyExits, reason, &JourneyExit::reason);
  return found == kJourneyExits.end() ? nullptr : found;
}

}  // namespace leakproof
