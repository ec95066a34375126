// A workspace's routing configuration, compiled: what decide() works on. Immutable once made, free to read from any thread.
#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "base/id.h"
#include "base/time.h"
#include "calendar/schedule.h"
#include "rules/program.h"
#include "rules/schema.h"

namespace leakproof::router {

struct Member {
  MemberId id;
  std::string name;
  calendar::Schedule schedule = calendar::Schedule::always_open();
  std::string zone;    // of the daily cap
  int open_max = 0;    // 0 = no cap, as below
  int hourly_max = 0;  // a clock hour, UTC
  int daily_max = 0;   // a local day of `zone`
  bool inactive = false;
  bool starts_online = false;
};

struct Sla {
  Duration respond_within{};  // working time of the member; 0 = no timer
  Duration warn_after{};      // likewise
  int attempts_max = 0;       // assignments before escalation; 0 = until everybody had it
};

struct PoolMember {
  MemberId id;
  std::int64_t weight = 1;  // ≥ 1
};

struct Pool {
  PoolId id;
  std::vector<PoolMember> members;  // their order breaks ties
  Sla sla;
  PoolId fallback;      // when a hold expires
  Duration hold_max{};  // 0 = kHoldMaxDefault
  MemberId escalate_to;
};

// A pool or a journey; neither when a lead has nowhere to go.
struct Destination {
  PoolId pool;
  JourneyId journey;
  bool empty() const { return pool.empty() && journey.empty(); }
};

struct Rule {
  RuleId id;
  rules::Program when;
  Destination to;
};

struct Routing {
  rules::Schema schema;
  std::vector<Rule> rules;  // in order; first match wins
  Destination fallback;
  JourneyId recycled;  // the first journey that takes recycled leads
  std::map<MemberId, Member> members;
  std::map<PoolId, Pool> pools;

  // nullptr when the configuration does not know it.
  const Member* member(const MemberId& id) const {
    const auto found = members.find(id);
    return found == members.end() ? nullptr : &found->second;
  }
  const Pool* pool(const PoolId& id) const {
    const auto found = pools.find(id);
    return found == pools.end() ? nullptr : &found->second;
  }
};

}  // namespace leakproof::router
