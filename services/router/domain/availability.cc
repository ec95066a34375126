#include "router/domain/availability.h"

#include <algorithm>

namespace leakproof::router {
namespace {
bool full(int count, int cap) { return cap > 0 && count >= cap; }
}  // namespace

Reason availability(const Member* member, const MemberSeen& seen, Instant now) {
  if (member == nullptr || member->inactive) return Reason::kInactive;
  if (seen.on_leave) return Reason::kOnLeave;
  if (!seen.online) return Reason::kOffline;
  if (!member->schedule.is_open(now)) return Reason::kOffHours;
  if (full(seen.open, member->open_max)) return Reason::kAtCapOpen;
  if (full(seen.hour_count, member->hourly_max)) return Reason::kAtCapHour;
  if (full(seen.day_count, member->daily_max)) return Reason::kAtCapDay;
  return Reason::kNone;
}

Reason eligibility(const Member* member, const MemberSeen& seen, Instant now, const std::vector<MemberId>& tried, const MemberId& id) {
  const Reason reason = availability(member, seen, now);
  if (reason != Reason::kNone) return reason;
  return std::ranges::find(tried, id) == tried.end() ? Reason::kNone : Reason::kAlreadyTried;
}

}  // namespace leakproof::router
