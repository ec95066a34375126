// I14: each stage hands on what the stage before has said, all of it, once and in its order; what somebody repeats, or says too late,
// counts for nothing and is answered so.
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
      if (is_own(stage, event) && !event.dead_letter().event_id().empty()) ids.push_back(event.dead_letter().event_id());
    }
  }
  return ids;
}

void repeats(const Story& story, Breaches& breaches) {
  std::map<std::string, Instant> effective;
  each_fact(story, "ingest", [&](const Fact& fact) {
    if (!fact.event.has_activity()) return;
    const Instant now = instant_from_micros(fact.counting.effect.now_micros());
    const auto [first, fresh] = effective.try_emplace(fact.event.workspace_id() + " " + fact.event.activity().activity_id(), now);
    if (!fresh && now - first->second < kRemembered)
      breaches.push_back({"I14", at(fact) + ": " + fact.event.activity().activity_id() + " counted twice"});
    first->second = now;
  });
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
      breaches.push_back({"I14", name_of(place) + " does not hand on what " + name_of(before) + " said: at fact " + std::to_string(same) +
                                     ", " + (same < said.size() ? said[same] : "the end") + " became " +
                                     (same < heard.size() ? heard[same] : "the end")});
    }
  }
  repeats(story, breaches);
}

}  // namespace leakproof::sim
