// I3: the decisions of a lead are one chain without forks, and it ends in a place from which the lead goes on: with an
// owner or a person behind it, closed, or on a timer.
#include <set>

#include "invariants/checks.h"
#include "invariants/facts.h"
#include "support/pipeline.h"

namespace leakproof::sim {
namespace {

using lead::v1::Decision;
using lead::v1::EnrolmentChanged;
using Lead = std::pair<std::string, std::string>;

struct End {
  Decision decision;
  bool answered = false;  // accepted or closed since
};

std::map<Lead, End> ends(const Story& story, Breaches& breaches) {
  std::map<Lead, End> last;
  each_fact(story, "router", [&](const Fact& fact) {
    auto& end = last[{fact.event.workspace_id(), fact.event.lead_id()}];
    if (fact.event.has_assignment_changed()) {
      const auto state = fact.event.assignment_changed().state();
      end.answered |= state == lead::v1::AssignmentChanged::ACCEPTED || state == lead::v1::AssignmentChanged::CLOSED;
    }
    if (!fact.event.has_audit() || !fact.event.audit().has_decision()) return;
    const auto& decision = fact.event.audit().decision();
    if (decision.predecessor_id() != end.decision.decision_id())
      breaches.push_back({"I3", at(fact) + ": " + decision.decision_id() + " names " + decision.predecessor_id() +
                                    " as the one before, not " + end.decision.decision_id()});
    const bool stays = decision.outcome() == Decision::KEPT || decision.outcome() == Decision::SUPERSEDED;
    if (!stays)
      end = {decision, false};
    else
      end.decision.set_decision_id(decision.decision_id());
  });
  return last;
}

std::set<std::string> live_timers(const Story& story) {
  std::set<std::string> live;
  for (const auto& [place, journal] : story.journals) {
    for (const auto& counting : journal) {
      for (const auto& timer : counting.effect.timers_cleared()) live.erase(timer.id());
      for (const auto& timer : counting.effect.timers_set()) live.insert(timer.id());
    }
  }
  return live;
}

bool goes_on(const End& end, const Lead& lead, const std::set<std::string>& timers) {
  const auto id = lead.first + ":" + lead.second + ":" + std::to_string(end.decision.ownership_token());
  switch (end.decision.outcome()) {
    case Decision::HELD:
      return end.answered || timers.contains("hold:" + id);
    case Decision::ASSIGNED:
    case Decision::TRANSFERRED:
      return end.answered || end.decision.breach_at_micros() == 0 || timers.contains("breach:" + id);
    default:
      return true;
  }
}

// Journeys end or wait.
void journeys(const Story& story, const std::set<std::string>& timers, Breaches& breaches) {
  std::map<Lead, bool> inside;
  each_fact(story, "nurture", [&](const Fact& fact) {
    if (!fact.event.has_enrolment_changed()) return;
    const auto& change = fact.event.enrolment_changed();
    if (change.state() == EnrolmentChanged::STEP) return;
    auto& in = inside[{fact.event.workspace_id(), fact.event.lead_id()}];
    in = change.state() == EnrolmentChanged::ENROLLED || (in && change.reason() == "already_done");
  });
  for (const auto& [lead, in] : inside) {
    const auto step = "step:" + lead.first + ":" + lead.second + ":";
    const auto waits = timers.lower_bound(step);
    if (in && (waits == timers.end() || !waits->starts_with(step)))
      breaches.push_back({"I3", "lead " + lead.second + " stands still in a journey"});
  }
}

}  // namespace

void check_i03(const Evidence&, const Story& story, Breaches& breaches) {
  const auto timers = live_timers(story);
  for (const auto& [lead, end] : ends(story, breaches)) {
    if (end.decision.decision_id().empty() || goes_on(end, lead, timers)) continue;
    breaches.push_back({"I3", "lead " + lead.second + " is forgotten after decision " + end.decision.decision_id()});
  }
  journeys(story, timers, breaches);
}

}  // namespace leakproof::sim
