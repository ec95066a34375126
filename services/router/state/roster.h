// Members and pools as the router sees them now: presence, leave, counts against caps, credits. One input's lifetime.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "leakproof/lead/v1/activity.pb.h"
#include "leakproof/state/v1/state.pb.h"
#include "router/domain/decide.h"
#include "stream/processor.h"

namespace leakproof::router {

struct Member;

// What is kept of them; empty where nothing is.
state::v1::MemberState member_state(stream::Draft& draft, const std::string& workspace, const MemberId& id);
state::v1::PoolState pool_state(stream::Draft& draft, const std::string& workspace, const PoolId& id);

class Roster {
 public:
  Roster(stream::Draft& draft, std::string workspace, const Routing& routing)
      : draft_(draft), workspace_(std::move(workspace)), routing_(routing) {}

  MemberSnapshot snapshot(const MemberId& member);
  PoolSnapshot snapshot(const Pool& pool);
  Load load_of(const Pool& pool) const;  // nothing where the pool has no caps
  bool anybody_free(const Pool& pool);
  // Those of them who were on leave at some time since then.
  std::vector<MemberId> away_since(Instant since, const std::vector<MemberId>& members);
  // The next moment at which the clock alone (an opening, the end of a leave, a new hour or day of a cap) may make
  // somebody free.
  std::optional<Instant> next_change(const Pool& pool);
  std::vector<const Pool*> pools_of(const MemberId& member) const;

  // What an assignment leaves behind: credits and picks of the pool, the counts of the pool and of the member.
  void count_assignment(const RoutingDecision& decision);
  // One more lead in the periods of the caps: of a member, however the lead came to them; of a pool whose work it is.
  void count_lead(const MemberId& member);
  void count_lead(const PoolId& pool);
  void set_presence(const lead::v1::PresenceChange& change);
  // Notes, changes or cancels an absence. False: there is none to cancel.
  bool set_time_off(const lead::v1::TimeOff& time_off);
  // Members with open work whom the configuration does not know, or knows as inactive: those whose ids are behind
  // `after`, in that order.
  struct Leaver {
    MemberId id;
    int open = 0;
  };
  std::vector<Leaver> leavers(const MemberId& after);

 private:
  std::optional<Instant> next_change(const Member& member);
  Load load_of(const Pool& pool, const state::v1::PoolState& state) const;
  void settle_turn(const RoutingDecision& decision, state::v1::PoolState& state);
  bool on_leave(const state::v1::MemberState& state, Instant at) const;

  stream::Draft& draft_;
  std::string workspace_;
  const Routing& routing_;
};

}  // namespace leakproof::router
