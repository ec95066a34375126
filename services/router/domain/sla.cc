#include "router/domain/sla.h"

#include "router/domain/routing.h"

namespace leakproof::router {

Deadlines deadlines(const Target& target, const Member& member, Instant from) {
  if (target.within <= Duration::zero()) return {};
  Deadlines result;
  result.breach_at = member.schedule.add_working(from, target.within);
  if (target.warn_after > Duration::zero() && target.warn_after < target.within) {
    result.warn_at = member.schedule.add_working(from, target.warn_after);
  }
  return result;
}

}  // namespace leakproof::router
