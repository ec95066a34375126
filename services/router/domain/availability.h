// May this member get a lead now? Pure. Presence, schedule and leave are three inputs and stay three reasons.
#pragma once
#include <cstdint>
#include <vector>

#include "base/id.h"
#include "base/time.h"
#include "router/domain/load.h"
#include "router/domain/reason_codes.h"

namespace leakproof::router {

struct Member;

// What the router knows of a member at the moment of a decision.
struct MemberSnapshot {
  bool online = false;
  bool on_leave = false;
  Load load{};
  std::int64_t credit = 0;
  std::int64_t leave_credit = 0;  // millionths of a lead that a leave has left behind
  bool operator==(const MemberSnapshot&) const = default;
};

// kNone = eligible; else the first that holds: inactive (or gone from the configuration: nullptr), on leave, offline,
// off hours, at a cap.
Reason availability(const Member* member, const MemberSnapshot& seen, Instant now);

// The same, and never anybody who had the lead already.
Reason eligibility(const Member* member, const MemberSnapshot& seen, Instant now, const std::vector<MemberId>& tried,
                   const MemberId& id);

}  // namespace leakproof::router
