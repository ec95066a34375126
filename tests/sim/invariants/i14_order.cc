// I14: each stage hands on what the stage before has said, all of it, once and in its order; what somebody repeats, or
// says too late, counts for nothing and is answered so.
#include <algorithm>

#include "invariants/checks.h"
#include "invariants/facts.h"
#include "support/pipeline.h"

namespace leakproof::sim {
namespace {

using namespace std::chrono_literals;

constexpr Duration kRemembered = 76h;  // how long senders repeat what nobody answered

std::vector<std::string> said_by(const std::vector<Counting>& journal) {
  std::vector<std::string> ids;
  for (const auto& counting : journal) {
    for (const auto& event : counting.effect.events()) ids.push_back(event.event_id());
  }
  return ids;
}

// What it handed on of others, and what it could not take and left a dead letter for.
std::vector<std::string> heard_by(const std::string& stage, const std::vector<Counting>& journal) {
  std::vector<std::string> ids;
  for (const auto& counting : journal) {
    for (const auto& event : counting.effect.events()) {
      if (!is_own(stage, event)) ids.push_back(event.event_id());
      if (is_own(stage, event) && !event.dead_letter().event_id().empty())
        ids.push_back(event.dead_letter().event_id());
    }
  }
  return ids;
}

// By the latest time that the partition has seen: a clock that runs ahead forgets early, also when it is set back
// later.
void repeats(const Place& place, const std::vector<Counting>& journal, Breaches& breaches) {
  std::map<std::string, Instant> counted;
  Instant now{};
  for (const auto& counting : journal) {
    now = std::max(now, instant_from_micros(counting.effect.now_micros()));
    for (const auto& event : counting.effect.events()) {
      if (!is_own("ingest", event) || !event.has_activity()) continue;
      const auto& id = event.activity().activity_id();
      const auto [first, fresh] = counted.try_emplace(event.workspace_id() + " " + id, now);
      if (!fresh && now - first->second < kRemembered)
        breaches.push_back({"I14", at(place, counting.offset) + ": " + id + " counted twice"});
      first->second = now;
    }
  }
}

}  // namespace

void check_i14(const Evidence& evidence, const Story& story, Breaches& breaches) {
  for (std::size_t stage = 1; stage < kStages.size(); ++stage) {
    for (std::int32_t partition = 0; partition < evidence.partitions; ++partition) {
      const Place before{kStages[stage - 1], partition}, place{kStages[stage], partition};
      const auto said = said_by(story.journals.at(before)), heard = heard_by(place.first, story.journals.at(place));
      std::size_t same = 0;
      while (same < said.size() && same < heard.size() && said[same] == heard[same]) ++same;
      if (same == said.size() && same == heard.size()) continue;
      breaches.push_back({"I14", name_of(place) + " does not hand on what " + name_of(before) + " said: at fact " +
                                     std::to_string(same) + ", " + (same < said.size() ? said[same] : "the end") +
                                     " became " + (same < heard.size() ? heard[same] : "the end")});
    }
  }
  for (const auto& [place, journal] : story.journals) {
    if (place.first == "ingest") repeats(place, journal, breaches);
  }
}

}  // namespace leakproof::sim
