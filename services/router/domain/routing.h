// A workspace's routing configuration, compiled: what decide() works on. Immutable once made, free to read from any
// thread.
#pragma once
#include <algorithm>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/id.h"
#include "base/time.h"
#include "calendar/schedule.h"
#include "router/domain/accounts.h"
#include "router/domain/load.h"
#include "router/domain/sweep.h"
#include "rules/program.h"
#include "rules/schema.h"

namespace leakproof::rules {
class RuleIndex;
}

namespace leakproof::router {

// A newcomer's weight grows evenly from a part of it up to the whole.
struct RampUp {
  Instant since{};
  Duration over{};  // 0 = none
  int start_percent = 100;
};

struct Member {
  MemberId id;
  std::string name;
  calendar::Schedule schedule = calendar::Schedule::always_open();
  std::string zone;  // of the caps
  Load caps;         // 0 = none
  bool inactive = false;
  bool starts_online = false;
  std::map<std::string, int> skills;  // level by name
  RampUp ramp_up;
};

struct Target {
  Duration within{};      // working time of the member; 0 = no timer
  Duration warn_after{};  // likewise
};

struct Sla {
  Target respond;                            // from the assignment to an answer
  Target next_step;                          // from the answer, and from each step, to the next
  int attempts_max = 0;                      // assignments before escalation; 0 = until everybody had it
  std::map<std::string, Target> respond_of;  // by grade, where it differs
  std::map<std::string, Target> next_step_of;

  const Target& respond_for(const std::string& grade) const { return of(respond_of, grade, respond); }
  const Target& next_step_for(const std::string& grade) const { return of(next_step_of, grade, next_step); }

 private:
  static const Target& of(const std::map<std::string, Target>& grades, const std::string& grade, const Target& others) {
    const auto found = grades.find(grade);
    return found == grades.end() ? others : found->second;
  }
};

struct PoolMember {
  MemberId id;
  std::int64_t weight = 1;  // ≥ 1
  int tier = 1;             // ≥ 1; the lowest that has somebody eligible goes first
};

enum class Strategy {
  kWeighted,     // a fair turn in proportion to weights
  kRoundRobin,   // a fair turn, all alike
  kLeastLoaded,  // who has the least open work for their weight; a fair turn among equals
  kBestSkilled,  // who knows best what the lead needs; a fair turn among equals
  kSharkTank,    // offered to everybody; the first who accepts has it
};

// What a member must know to get a lead of which `when` is true.
struct Need {
  std::string skill;
  int level = 1;
  std::optional<rules::Program> when;  // nullopt = every lead
};

// What a leave earns, to be made up afterwards.
struct LeaveCredit {
  bool earns = false;
  int leads_max = 0;  // 0 = no limit
};

// Who gets a lead that inquires again and has an owner.
enum class Repeat {
  kKeep,         // the owner, unless they are inactive or on leave
  kIfAvailable,  // the owner who is online and on shift
  kTurn,         // whoever the rules and the turn say
};

// Where a lead goes that has waited as long as its pool allows.
enum class Overflow { kEscalate, kFallback, kNurture, kWait };

struct Pool {
  PoolId id{};
  std::vector<PoolMember> members{};  // their order breaks ties; nobody twice
  Sla sla{};
  PoolId fallback{};
  Duration hold_max{};  // 0 = kHoldMaxDefault
  MemberId escalate_to{};
  MemberId team_lead{};  // may give any open lead of the pool to somebody
  Strategy strategy = Strategy::kWeighted;
  std::vector<Need> needs{};
  bool sticky = false;  // who had the lead last goes first
  LeaveCredit leave_credit{};
  Load caps{};  // of the pool as a whole
  std::string zone{};
  Overflow overflow = Overflow::kEscalate;
  Repeat repeat = Repeat::kKeep;
  JourneyId overflow_journey{};
  // What follows from the members
  bool ramps_up = false;   // weights count in hundredths
  bool has_tiers = false;  // not all are alike

  bool led_by(const MemberId& member) const {
    return !member.empty() && (member == team_lead || member == escalate_to);
  }
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
  std::optional<Instant> from{}, until{};  // in force from then on, and before then

  bool in_force(Instant now) const { return (!from || *from <= now) && (!until || now < *until); }
};

// The first match wins.
struct RuleList {
  RuleList() = default;
  explicit RuleList(std::vector<Rule> rules);
  std::vector<Rule> in_order;
  std::shared_ptr<const rules::RuleIndex>
      index;  // of many rules; nullptr when they are few, which are asked one by one
};

struct Routing {
  rules::Schema schema;
  RuleList rules;
  Accounts accounts;
  Destination fallback;
  MemberId escalate_to;  // where nobody of a pool can be told
  JourneyId recycled;    // the first journey that takes recycled leads
  std::map<MemberId, Member> members;
  std::map<PoolId, Pool> pools;
  bool any_sticky = false;  // of the pools
  std::vector<SweepRule> sweeps;

  const SweepRule* sweep(std::string_view kind, std::string_view action) const {
    const auto found = std::ranges::find_if(
        sweeps, [&](const SweepRule& rule) { return name_of(rule.kind) == kind && name_of(rule.action) == action; });
    return found == sweeps.end() ? nullptr : &*found;
  }

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
