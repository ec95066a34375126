// A period of history played again under another configuration. Pure, one thread.
// What people do cannot be replayed, so it is assumed, always in the same way:
// - Members are online, on leave and through with their work as the decisions of history last saw them. A member who
// was
//   never seen is there in their hours and finishes work as the others do on the whole.
// - A member who has a lead that they had in history does with it what they did then: they answer late, decline, leave
//   it behind. Anybody else keeps it, and answers late as often as they did in history on the whole.
// - A claim is made whatever the configuration. A member who gives a lead away or leaves it to a sweep does so while
// they
//   have it. An offer to many is taken by the member who took it in history, if they are among those asked.
// Turns go on from where history's stood when the pool was first seen; counts of caps begin at none. A decision costs
// one decide() and one look into each hold that has somebody waiting.
#pragma once
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <tuple>

#include "backtest/tally.h"
#include "leakproof/lead/v1/decision.pb.h"
#include "router/audit/decision_codec.h"
#include "router/domain/simulation.h"

namespace leakproof::router {

class Replay {
 public:
  // Whose turn it is: as the candidate's own decisions have it, or at each decision as history has it, so that one that
  // differs does not make others differ after it.
  enum class Turns { kOwn, kOfHistory };
  // `candidate` outlives it. `away`: members who are not there, whatever history saw.
  explicit Replay(const Routing& candidate, std::set<MemberId> away = {}, Turns turns = Turns::kOwn)
      : routing_(candidate), turns_(turns), simulation_(candidate, std::move(away)) {}
  // Decisions of the period, in the order of the audit.
  void add(const lead::v1::Decision& past);
  // How a member is now, by other word than that of a decision.
  void see(const MemberId& member, bool online, bool on_leave, int open);
  // After the last one.
  void finish();

  std::int64_t decisions() const { return decisions_; }  // made by the candidate
  // Why a lead that goes to somebody else first does: another_rule, another_pool, not_in_pool, turn, timing (one side
  // had to wait for somebody), or the reason code that keeps history's owner out now.
  std::string_view because(const std::string& lead_id) const;
  // Whether it goes to the same person first, or else to the same place.
  bool same(const std::string& lead_id) const;
  const Tally& history() const { return history_; }
  const Tally& candidate() const { return candidate_; }

 private:
  // A lead as the candidate has it; `owners`: whom it gave the lead to, `owners_then`: whom history did.
  struct Lead {
    Outcome outcome = Outcome::kEscalated;
    MemberId owner, last_owner;
    PoolId pool, held_in;
    JourneyId journey;
    std::string hold_key;  // while it waits
    Instant inquired{};    // last
    std::vector<MemberId> tried, offered, owners, owners_then;
    int attempt = 0;
    std::int64_t token = 0;
  };
  // A lead that waits, with what rules see of it.
  struct Waiting {
    Waiting(const Routing& routing, const lead::v1::Decision& decision, std::string grade_then, Instant end)
        : past(decision), seen(routing, past.lead(), past.score()), grade(std::move(grade_then)), until(end) {}
    const lead::v1::Decision past;
    const LeadRecord seen;
    const std::string grade;
    const Instant until;
  };
  using Hold = std::map<std::string, std::unique_ptr<Waiting>>;  // by hold key and lead, in the order of service
  struct Work {
    int given = 0;  // by history, less what it took back
    int open = 0;   // as last seen
  };

  void look_around(const RoutingInput& past, const RoutingDecision& decision);
  void take_turns_on(const RoutingDecision& decision);
  void note_history(const std::string& lead_id, const RoutingInput& past, const RoutingDecision& decision);
  void see_newcomer(const MemberId& member);
  bool closed_since(const std::string& lead_id, const RoutingInput& then) const;
  bool happens(const Lead& lead, const RoutingInput& past) const;
  RoutingInput input_of(const Lead& lead, const RoutingInput& past) const;
  RoutingDecision decide(const lead::v1::Decision& past, const RoutingInput& input);
  void apply(const lead::v1::Decision& past, const RoutingInput& input, const RoutingDecision& decision);
  void enter(Lead& lead, const RoutingInput& input, const RoutingDecision& decision);
  void enter_hold(Lead& lead, const lead::v1::Decision& past, const RoutingInput& input,
                  const RoutingDecision& decision);
  void leave_hold(Lead& lead);
  void end_holds(Instant before);
  void end_hold(const Lead& lead, Instant now);
  void serve_holds(Instant now);
  bool serve(const Waiting& waiting, Trigger trigger, Instant now);

  const Routing& routing_;
  const Turns turns_;
  Simulation simulation_;
  std::map<std::string, Lead> leads_;
  std::map<PoolId, Hold> holds_;
  std::set<std::tuple<Instant, PoolId, std::string>> hold_ends_;  // of the same leads
  std::map<MemberId, Work> work_;
  std::map<MemberId, int> newcomers_;  // whom history never showed: how many leads the candidate gave them
  std::map<std::string, std::string_view> because_;  // by lead, of those compared at the same decision
  Tally history_, candidate_;
  std::int64_t decisions_ = 0;
  Instant last_{};
};

}  // namespace leakproof::router
