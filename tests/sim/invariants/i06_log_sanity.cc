// I6: each position of an input has exactly one effect that counts, or none of any consequence; positions never fall;
// published topics hold each fact once.
#include <algorithm>
#include <set>

#include "invariants/checks.h"
#include "invariants/facts.h"

namespace leakproof::sim {
namespace {

void inputs_of(const Place& place, const std::vector<Counting>& journal, const Evidence& evidence, Breaches& breaches) {
  std::map<std::string, std::int64_t> next;  // position by topic
  std::map<std::string, std::set<std::int64_t>> caused;
  for (const auto& [offset, appended, effect] : journal) {
    if (effect.cause().has_input()) {
      const auto& input = effect.cause().input();
      if (!caused[input.topic()].insert(input.offset()).second)
        breaches.push_back({"I6", at(place, offset) + ": " + input.topic() + "@" + std::to_string(input.offset()) +
                                      " has two effects"});
      if (input.offset() < next[input.topic()])
        breaches.push_back({"I6", at(place, offset) + ": " + input.topic() + "@" + std::to_string(input.offset()) +
                                      " was passed before"});
    }
    for (const auto& moved : effect.positions()) {
      if (moved.next_offset() < next[moved.topic()])
        breaches.push_back({"I6", at(place, offset) + ": the position in " + moved.topic() + " falls"});
      next[moved.topic()] = moved.next_offset();
    }
  }
  if (place.first != "ingest") return;  // of journals: see I14
  for (const auto& [topic, position] : next) {
    const auto log = evidence.log.find({topic, place.second});
    for (std::int64_t i = 0; log != evidence.log.end() && i < position; ++i) {
      if (!caused[topic].contains(i))
        breaches.push_back({"I6", topic + "@" + std::to_string(i) + " was passed without an effect"});
    }
  }
}

void published(const Evidence& evidence, Breaches& breaches) {
  for (const auto& [topic, records] : evidence.log) {
    std::set<std::string> seen;
    for (const auto& record : records) {
      const auto id = std::ranges::find(record.record.headers, "ce_id", &stream::Header::name);
      if (id != record.record.headers.end() && !seen.insert(id->value).second)
        breaches.push_back({"I6", topic.topic + " holds the fact " + id->value + " twice"});
    }
  }
}

}  // namespace

void check_i06(const Evidence& evidence, const Story& story, Breaches& breaches) {
  for (const auto& [place, journal] : story.journals) inputs_of(place, journal, evidence, breaches);
  published(evidence, breaches);
}

}  // namespace leakproof::sim
