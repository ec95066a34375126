// What a configuration would do with leads: decisions as decide() makes them, with turns, counts and caps going on from
// each to the next. For trying a configuration before it is in force. Pure, one thread. A decision costs what decide()
// costs and one look at each member of the pool.
#pragma once
#include <map>
#include <set>
#include <string>

#include "router/domain/decide.h"

namespace leakproof::router {

class Simulation {
 public:
  // `routing` outlives it. Everybody is online but those who are away, until see() says otherwise; schedules and caps
  // hold.
  Simulation(const Routing& routing, std::set<MemberId> away) : routing_(routing), away_(std::move(away)) {}

  // How a member is from now on. `open`: the work they have beside what this simulation gave them; less than none once
  // they have finished some.
  struct Presence {
    bool online = true;
    bool on_leave = false;
    int open = 0;
  };
  void see(const MemberId& member, const Presence& presence) { presences_[member] = presence; }
  bool on_leave(const MemberId& member) const;
  bool knows_turns(const PoolId& pool) const { return turns_.contains(pool); }
  // Takes the turns of a pool on from where they stand elsewhere, credits only where they count shares.
  void take_turns_on(const PoolId& pool, const PoolSnapshot& seen, const std::vector<MemberId>& members);
  // Who of the pool may get leads now, whatever lead it is.
  std::vector<MemberId> free_in(const Pool& pool, Instant now);
  // Decides, and counts what follows. Times do not go back.
  RoutingDecision decide(const RoutingInput& input);
  // A lead that decide() gave to the member, for the pool, is no longer the member's.
  void give_back(const MemberId& member, const PoolId& pool) {
    --members_[member].open;
    --pools_[pool].open;
  }

  struct Routed {
    RoutingInput input;
    RoutingDecision decision;
  };
  // A new lead. `record` is of the routing's schema and outlives what is returned.
  Routed route(const rules::Record& record, const std::string& grade, Instant now);

 private:
  // The running hour, day, week and month.
  struct Periods {
    std::int64_t hour = 0, day = 0, week = 0, month = 0;
  };
  struct Count {
    std::int64_t period = 0;
    int leads = 0;
    void add(std::int64_t now) { *this = {now, at(now) + 1}; }
    int at(std::int64_t now) const { return period == now ? leads : 0; }
  };
  struct Tally {
    int open = 0;
    Count hour, day, week, month;
    void add(const Periods& now);
    Load at(const Periods& now) const;
  };
  struct Turns {
    std::int64_t picks = 0;
    std::map<MemberId, std::int64_t> credits, leave_credit;
  };
  PoolSnapshot look(const Pool& pool, Instant now);
  MemberSnapshot look(const MemberId& member, const Turns& turns, Instant now);
  void carry_out(const RoutingDecision& decision, Instant now);
  const Periods& periods(const std::string& zone, Instant now);
  const Periods& periods(const MemberId& member, Instant now);

  const Routing& routing_;
  const std::set<MemberId> away_;
  std::map<MemberId, Presence> presences_;
  std::map<MemberId, Tally> members_;
  std::map<PoolId, Tally> pools_;
  std::map<PoolId, Turns> turns_;
  Instant periods_at_{};
  std::map<std::string, Periods> periods_;  // by zone, at periods_at_
};

}  // namespace leakproof::router
