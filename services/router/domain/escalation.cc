#include "router/domain/escalation.h"

#include <algorithm>

#include "router/domain/routing.h"

namespace leakproof::router {

std::vector<MemberId> last_resort(const Routing& routing, const Pool* pool, const MemberId& first) {
  std::vector<MemberId> in_line;
  const auto add = [&](const MemberId& id) {
    const Member* member = routing.member(id);
    const bool works_here = member != nullptr && !member->inactive;
    if (works_here && std::ranges::find(in_line, id) == in_line.end()) in_line.push_back(id);
  };
  add(first);
  if (pool != nullptr) {
    add(pool->escalate_to);
    add(pool->team_lead);
  }
  add(routing.escalate_to);
  if (!in_line.empty()) return in_line;
  for (const auto& [id, other] : routing.pools) {
    add(other.escalate_to);
    add(other.team_lead);
  }
  for (const auto& rule : routing.sweeps) add(rule.to);
  return in_line;
}

}  // namespace leakproof::router
