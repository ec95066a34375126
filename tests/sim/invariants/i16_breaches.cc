// I16: an offer that nobody answered in time has one consequence: one decision takes it further. None comes before its
// time, none after somebody accepted. The same of an owner who did not go on; when that was due, I11 knows.
#include <algorithm>
#include <set>

#include "invariants/checks.h"
#include "invariants/facts.h"

namespace leakproof::sim {

void check_i16(const Evidence&, const Story& story, Breaches& breaches) {
  using Changed = lead::v1::AssignmentChanged;
  using Offer = std::tuple<std::string, std::string, std::int64_t>;
  std::set<Offer> accepted, breached;
  std::map<Offer, std::int64_t> due;
  each_fact(story, "router", [&](const Fact& fact) {
    if (fact.event.audit().has_decision()) {
      const auto& decision = fact.event.audit().decision();
      const Offer decided{fact.event.workspace_id(), fact.event.lead_id(), decision.ownership_token()};
      due.try_emplace(decided, decision.breach_at_micros());
      // The owner keeps a lead that inquired again, and is to answer it anew.
      if (decision.outcome() == lead::v1::Decision::KEPT && decision.breach_at_micros() != 0) {
        accepted.erase(decided);
        due[decided] = decision.breach_at_micros();
      }
    }
    if (!fact.event.has_assignment_changed()) return;
    const auto& change = fact.event.assignment_changed();
    const Offer offer{fact.event.workspace_id(), fact.event.lead_id(), change.ownership_token()};
    if (change.state() == Changed::ACCEPTED) accepted.insert(offer);
    if (change.state() != Changed::BREACHED) return;
    const bool next_step = change.reason() == "next_step";
    const auto trigger = next_step ? lead::v1::Decision::NEXT_STEP_TIMEOUT : lead::v1::Decision::RESPONSE_TIMEOUT;
    const auto& events = fact.counting.effect.events();
    const auto decisions = std::count_if(events.begin(), events.end(), [&](const auto& event) {
      return event.lead_id() == fact.event.lead_id() && event.has_audit() &&
             event.audit().decision().trigger() == trigger;
    });
    if (decisions != 1)
      breaches.push_back({"I16", at(fact) + ": a breach with " + std::to_string(decisions) + " consequences"});
    if (!breached.insert(offer).second) breaches.push_back({"I16", at(fact) + ": the same offer is breached twice"});
    if (accepted.contains(offer) != next_step)
      breaches.push_back({"I16", at(fact) + (next_step ? ": a next step was awaited of nobody who accepted"
                                                       : ": a breach after the offer was accepted")});
    if (next_step) return;
    if (due[offer] == 0 || fact.counting.effect.now_micros() < due[offer])
      breaches.push_back({"I16", at(fact) + ": a breach before the time that the decision gave"});
  });
}

}  // namespace leakproof::sim
