#include "invariants/facts.h"

namespace leakproof::sim {

void each_event(const Story& story, const std::string& stage, const std::function<void(const Fact&)>& visit) {
  for (const auto& [place, journal] : story.journals) {
    if (place.first != stage) continue;
    for (const auto& counting : journal) {
      for (const auto& event : counting.effect.events()) visit({place, counting, event});
    }
  }
}

void each_fact(const Story& story, const std::string& stage, const std::function<void(const Fact&)>& visit) {
  each_event(story, stage, [&](const Fact& fact) {
    if (is_own(stage, fact.event)) visit(fact);
  });
}

std::string Owners::add(const lead::v1::Event& event) {
  using Changed = lead::v1::AssignmentChanged;
  using lead::v1::Decision;
  const Lead lead{event.workspace_id(), event.lead_id()};
  if (event.has_audit() && event.audit().has_decision()) {
    const auto& decision = event.audit().decision();
    if (decision.outcome() != Decision::KEPT && decision.outcome() != Decision::SUPERSEDED) {
      tokens_[lead] = decision.ownership_token();
      on_offer_[lead] = decision.outcome() == Decision::OFFERED;
    }
    if (decision.trigger() == Decision::RECYCLED) move(lead, event.workspace_id(), "");  // its owner gave it away
  }
  if (!event.has_assignment_changed()) return "";
  const auto& change = event.assignment_changed();
  const std::string before = owner(lead);
  switch (change.state()) {
    case Changed::OFFERED:
      return on_offer_[lead] ? "" : change.member_id() + " is offered it, and no decision offers it";
    case Changed::ASSIGNED:
    case Changed::ACCEPTED:
      move(lead, event.workspace_id(), change.member_id());
      return before.empty() || before == change.member_id()
                 ? ""
                 : change.member_id() + " got it while it was " + before + "'s";
    case Changed::DECLINED:
    case Changed::RECLAIMED:
    case Changed::CLOSED:
      move(lead, event.workspace_id(), "");
      return "";
    default:
      return "";
  }
}

std::int64_t Owners::token(const Lead& lead) const {
  const auto found = tokens_.find(lead);
  return found == tokens_.end() ? 0 : found->second;
}

const std::string& Owners::owner(const Lead& lead) const {
  static const std::string kNobody;
  const auto found = owners_.find(lead);
  return found == owners_.end() ? kNobody : found->second;
}

int Owners::open(const Member& member) const {
  const auto found = open_.find(member);
  return found == open_.end() ? 0 : found->second;
}

void Owners::move(const Lead& lead, const std::string& workspace, const std::string& member) {
  auto& owner = owners_[lead];
  if (!owner.empty()) --open_[{workspace, owner}];
  if (!member.empty()) ++open_[{workspace, member}];
  owner = member;
}

}  // namespace leakproof::sim
