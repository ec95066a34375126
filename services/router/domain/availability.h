// May this member get a lead now? Pure. Presence, schedule and leave are three inputs and stay three reasons.
#pragma once
#include <cstdint>
#include <vector>

#include "base/id.h"
#include "base/time.h"
#include "router/domain/routing.h"
#include "router/domain/words.h"

namespace leakproof::router {

// What the router knows of a member at the moment of a decision.
struct MemberSeen {
  bool online = false;
  bool on_leave = false;
  int open = 0;
  int hour_count = 0;  // in the clock hour of now
  int day_count = 0;   // in the member's local day of now
  std::int64_t credit = 0;
  bool operator==(const MemberSeen&) const = default;
};

// kNone = eligible; else the first that holds: inactive (or gone from the configuration: nullptr), on leave, offline, off hours, at a cap.
Reason availability(const Member* member, const MemberSeen& seen, Instant now);

// The same, and never anybody who had the lead already.
Reason eligibility(const Member* member, const MemberSeen& seen, Instant now, const std::vector<MemberId>& tried, const MemberId& id);

}  // namespace leakproof::router
