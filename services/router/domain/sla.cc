#include "router/domain/sla.h"

namespace leakproof::router {

Deadlines deadlines(const Sla& sla, const Member& member, Instant assigned) {
  if (sla.respond_within <= Duration::zero()) return {};
  Deadlines result;
  result.breach_at = member.schedule.add_working(assigned, sla.respond_within);
  if (sla.warn_after > Duration::zero() && sla.warn_after < sla.respond_within) {
    result.warn_at = member.schedule.add_working(assigned, sla.warn_after);
  }
  return result;
}

}  // namespace leakproof::router
