// What became of the leads of a period under one configuration, decision by decision: of history and of a candidate
// alike. One thread.
#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "router/domain/decide.h"

namespace leakproof::router {

class Tally {
 public:
  struct OfMember {
    int leads = 0;     // assigned to them
    double share = 0;  // of them, what the weights of those who could have had each lead entitle them to
    double late = 0;   // taken back because they did not answer in time
    double deviation() const { return static_cast<double>(leads) - share; }
  };
  struct OfPool {
    int leads = 0;
    int waited = 0;  // of these and those that still wait: how many had to wait for somebody
    Duration wait_longest{};
  };
  // Where a lead is, and how it came there first.
  struct OfLead {
    Outcome outcome = Outcome::kHeld;
    Instant arrived;
    std::optional<Duration> wait;  // until somebody had it; nullopt: nobody yet, or a journey
    Choice first;                  // the first assignment, or where it is without one
  };

  // Decisions in order; the triggers HoldDrained and HoldExpired are among them.
  void add(const std::string& lead_id, const RoutingInput& input, const RoutingDecision& decision);
  void add_late(const MemberId& member, double leads) { members_[member].late += leads; }

  const std::map<MemberId, OfMember>& members() const { return members_; }
  const std::map<PoolId, OfPool>& pools() const { return pools_; }
  const std::map<std::string, OfLead>& leads() const { return leads_; }  // by id
  // Of all leads that somebody had, those of the longest waits left out: a part of them (0 … 1) waited at most this
  // long.
  Duration wait_of(double part) const;

 private:
  void add_assignment(OfLead& lead, const RoutingInput& input, const RoutingDecision& decision);
  void add_shares(const RoutingDecision& decision);

  std::map<MemberId, OfMember> members_;
  std::map<PoolId, OfPool> pools_;
  std::map<std::string, OfLead> leads_;
};

}  // namespace leakproof::router
