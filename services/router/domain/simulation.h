// What a configuration would do with leads that come one after the other and that nobody answers: decisions as decide() makes them, with
// turns, counts and caps going on from each to the next. For trying a configuration before it is in force. Pure, one thread.
#pragma once
#include <map>
#include <set>
#include <string>

#include "router/domain/decide.h"

namespace leakproof::router {

class Simulation {
 public:
  // `routing` outlives it. Everybody is online but those who are away; schedules and caps hold.
  Simulation(const Routing& routing, std::set<MemberId> away) : routing_(routing), away_(std::move(away)) {}

  struct Routed {
    Situation situation;
    Verdict verdict;
  };
  // A new lead. `record` is of the routing's schema and outlives what is returned. Times do not go back.
  Routed route(const rules::Record& record, const std::string& grade, Instant now);

 private:
  struct Tally {
    int open = 0;
    std::map<std::int64_t, int> hours, days, weeks, months;
    void add(const std::string& zone, Instant now);
    Load at(const std::string& zone, Instant now) const;
  };
  struct Turns {
    std::int64_t picks = 0;
    std::map<MemberId, std::int64_t> credits, owed;
  };
  PoolSeen look(const Pool& pool, Instant now);
  void carry_out(const Verdict& verdict, Instant now);
  const std::string& zone_of(const MemberId& id) const;

  const Routing& routing_;
  const std::set<MemberId> away_;
  std::map<MemberId, Tally> members_;
  std::map<PoolId, Tally> pools_;
  std::map<PoolId, Turns> turns_;
};

}  // namespace leakproof::router
