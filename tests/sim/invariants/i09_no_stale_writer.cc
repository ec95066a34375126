// I9: whatever was told counts, and stood in the log and in the teller's store when it was told; whatever was called
// had been decided before.
#include <set>

#include "invariants/checks.h"
#include "invariants/facts.h"

namespace leakproof::sim {

void check_i09(const Evidence& evidence, const Story& story, Breaches& breaches) {
  std::set<std::pair<Place, std::int64_t>> counts;
  std::map<std::pair<std::string, std::string>, Instant> decided;  // stage, outbox id
  for (const auto& [place, journal] : story.journals) {
    for (const auto& counting : journal) {
      counts.insert({place, counting.offset});
      for (const auto& entry : counting.effect.outbox_added())
        decided.try_emplace({place.first, entry.id()}, counting.appended);
    }
  }
  for (const auto& told : evidence.told) {
    const Place place{told.stage, told.partition};
    if (!counts.contains({place, told.offset}))
      breaches.push_back({"I9", at(place, told.offset) + " was told and does not count"});
    if (told.offset >= told.appended_then)
      breaches.push_back({"I9", at(place, told.offset) + " was told before it was appended"});
    if (told.offset >= told.stored_then)
      breaches.push_back({"I9", at(place, told.offset) + " was told before the store had it"});
  }
  for (const auto& called : evidence.called) {
    const auto found = decided.find({called.stage, called.entry.id()});
    if (found == decided.end() || found->second > called.at)
      breaches.push_back({"I9", "machine " + std::to_string(called.machine) + " made the call " + called.entry.id() +
                                    " that nothing has decided"});
  }
}

}  // namespace leakproof::sim
