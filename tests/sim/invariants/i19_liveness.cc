// I19: half a minute after the last fault everything that came before is worked off, and no process needs a person.
#include "invariants/checks.h"
#include "invariants/facts.h"
#include "support/pipeline.h"

namespace leakproof::sim {
namespace {

// How far the reader of a topic has come by a moment.
std::int64_t position(const std::vector<Counting>& journal, const std::string& topic, Instant by) {
  std::int64_t next = 0;
  for (const auto& [offset, appended, effect] : journal) {
    if (appended > by) break;
    for (const auto& moved : effect.positions()) {
      if (moved.topic() == topic) next = moved.next_offset();
    }
  }
  return next;
}

}  // namespace

void check_i19(const Evidence& evidence, const Story& story, Breaches& breaches) {
  for (const auto& halted : evidence.halted) breaches.push_back({"I19", halted});
  for (const auto& [topic, end] : evidence.ends_then) {
    const bool input =
        topic.topic == "lead.submissions" || topic.topic == "sales.activities" || topic.topic == "workspace.config";
    if (!input) continue;
    const auto reached =
        position(story.journals.at({kStages.front(), topic.partition}), topic.topic, evidence.caught_up);
    if (reached < end)
      breaches.push_back({"I19", topic.topic + " was read up to " + std::to_string(reached) + " of " +
                                     std::to_string(end) + " half a minute after the last fault"});
  }
}

}  // namespace leakproof::sim
