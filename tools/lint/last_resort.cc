#include "lint/last_resort.h"

#include <algorithm>

#include "router/domain/escalation.h"

namespace leakproof::router {
namespace {

bool works_here(const Routing& routing, const MemberId& id) {
  const Member* member = routing.member(id);
  return member != nullptr && !member->inactive;
}

bool sweeps_tell_somebody(const Routing& routing) {
  return std::ranges::any_of(routing.sweeps, [&](const SweepRule& rule) {
    return rule.kind == SweepKind::kUnowned && rule.action == SweepAction::kEscalate && works_here(routing, rule.to);
  });
}

// Who is named and cannot hear of it; who is next in line does.
void look_at(const Routing& routing, const MemberId& named, const std::string& subject, const std::string& key,
             const std::vector<MemberId>& in_line, LintReport& report) {
  if (named.empty() || works_here(routing, named)) return;
  const std::string instead = in_line.empty() ? "nobody" : in_line.front().value();
  report.findings.push_back(
      {.concern = Concern::kNextInLine,
       .subject = subject,
       .text = key + " is " + named.value() + ", who is inactive: " + instead + " is told instead"});
}

}  // namespace

void look_at_last_resort(const Routing& routing, LintReport& report) {
  const bool swept = sweeps_tell_somebody(routing);
  for (const auto& [id, pool] : routing.pools) {
    const auto in_line = last_resort(routing, &pool);
    look_at(routing, pool.escalate_to, id.value(), "escalate_to", in_line, report);
    look_at(routing, pool.team_lead, id.value(), "team_lead", in_line, report);
    if (in_line.empty() && !swept)
      report.findings.push_back({.concern = Concern::kNobodyTold,
                                 .subject = id.value(),
                                 .text = "nobody hears of leads that it cannot place: escalate_to or team_lead, or "
                                         "escalate_to of the workspace, or a sweep of unowned leads"});
  }
  look_at(routing, routing.escalate_to, "escalate_to", "it", {}, report);
  for (const auto& rule : routing.sweeps) {
    if (rule.action == SweepAction::kEscalate)
      look_at(routing, rule.to, "sweeps", "to of " + std::string(name_of(rule.kind)), last_resort(routing, nullptr),
              report);
  }
}

}  // namespace leakproof::router
