#include "router/domain/availability.h"

#include <algorithm>

#include "router/domain/routing.h"

namespace leakproof::router {
Reason availability(const Member* member, const MemberSnapshot& seen, Instant now) {
  if (member == nullptr || member->inactive) return Reason::kInactive;
  if (seen.on_leave) return Reason::kOnLeave;
  if (!seen.online) return Reason::kOffline;
  if (!member->schedule.is_open(now)) return Reason::kOffHours;
  const auto cap = reached(member->caps, seen.load);
  return cap ? member_at(*cap) : Reason::kNone;
}

Reason eligibility(const Member* member, const MemberSnapshot& seen, Instant now, const std::vector<MemberId>& tried,
                   const MemberId& id) {
  const Reason reason = availability(member, seen, now);
  if (reason != Reason::kNone) return reason;
  return std::ranges::find(tried, id) == tried.end() ? Reason::kNone : Reason::kAlreadyTried;
}

}  // namespace leakproof::router
