// I2: at no moment a lead has two owners; the ownership token grows with every move; a member's word on an ownership
// that is over counts for nothing.
#include <algorithm>

#include "invariants/checks.h"
#include "invariants/facts.h"

namespace leakproof::sim {
namespace {

using lead::v1::Decision;

bool moves(const Decision& decision) {
  return decision.outcome() != Decision::KEPT && decision.outcome() != Decision::SUPERSEDED;
}

void token(const Fact& fact, const Owners& owners, Breaches& breaches) {
  const auto& decision = fact.event.audit().decision();
  const auto before = owners.token({fact.event.workspace_id(), fact.event.lead_id()});
  if (decision.ownership_token() != before + moves(decision)) {
    breaches.push_back({"I2", at(fact) + ": the token of " + decision.lead_id() + " goes from " +
                                  std::to_string(before) + " to " + std::to_string(decision.ownership_token())});
  }
}

void stale_word(const Fact& fact, const Owners& owners, Breaches& breaches) {
  const auto& activity = fact.event.activity();
  const auto said =
      activity.has_transfer() ? activity.transfer().ownership_token() : activity.feedback().ownership_token();
  if (said == 0 || said == owners.token({fact.event.workspace_id(), fact.event.lead_id()})) return;
  const auto& events = fact.counting.effect.events();
  const bool refused = std::any_of(events.begin(), events.end(), [&](const auto& event) {
    return event.has_activity_ignored() &&
           event.activity_ignored().activity_id() == fact.event.activity().activity_id();
  });
  if (!refused) breaches.push_back({"I2", at(fact) + ": a word on an ownership that is over counted"});
}

}  // namespace

void check_i02(const Evidence&, const Story& story, Breaches& breaches) {
  Owners owners;
  each_event(story, "router", [&](const Fact& fact) {
    if (fact.event.has_audit() && fact.event.audit().has_decision()) token(fact, owners, breaches);
    if (fact.event.activity().has_feedback() || fact.event.activity().has_transfer())
      stale_word(fact, owners, breaches);
    if (!is_own("router", fact.event)) return;
    if (auto wrong = owners.add(fact.event); !wrong.empty())
      breaches.push_back({"I2", at(fact) + ": " + fact.event.lead_id() + ": " + wrong});
  });
}

}  // namespace leakproof::sim
