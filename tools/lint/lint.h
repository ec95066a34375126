// What is wrong with a configuration that is valid: rules that nothing reaches, pools and people that get nothing,
// hours without anybody. Every finding about rules is proved by the solver, or shown by a lead that is made up and then
// tried with the rules themselves. Pure but for the solver's patience.
#pragma once
#include <chrono>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "base/time.h"
#include "router/domain/routing.h"

namespace leakproof::router {

enum class Concern {
  kNeverTrue,   // no lead can satisfy the rule
  kShadowed,    // every lead of the rule is taken by rules before it
  kAlwaysTrue,  // the rule takes every lead: those behind it, and the fallback, get none
  kOverlap,     // a lead that two rules would take, with different destinations, where neither takes all leads of the
                // other
  kGap,         // a lead that no rule takes: it goes to the fallback
  kUnreachedPool,    // no rule that can match leads there, no fallback, no other pool
  kUnreachedMember,  // in no pool that is reached
  kNobodyThere,      // nobody of the pool is on shift for longer than its leads may wait
  kTooSmall,         // the caps of the pools that are reached do not carry the volume
  kHolidaysEnd,      // the holiday calendars of a schedule end within a year
  kHoneypot,         // a form's trap has a name that people's browsers fill in
  kUntold,           // nothing tells who gets a pool's leads, or hears of its escalations
  kNoConsent,        // leads come to a journey that sends messages, and need not have agreed to them
  kNeedsValue,       // a message does not go to leads that lack a value it names
  kNobodyTold,       // nobody hears of leads that a pool cannot place
  kNextInLine,       // who is to hear of them is inactive
  kLooseMatch,       // a short text is also found inside longer words
  kCaseSensitive,    // free text, compared with its capitals and accents
  kOver,             // a rule's `until` is past
  kNotTheCode,       // a country is compared with what is not its code
  kNotTheName,       // a province is compared with what is not the name that leads have
  kMerged,           // a province that others went into is named without them
  kManySpellings,    // a province is asked for by the text that people wrote
};
// "never_true", …: for machines.
std::string_view name_of(Concern concern);

struct Finding {
  Concern concern;
  std::string subject;                        // the rule, pool or member
  std::string text;                           // one sentence for people
  std::map<std::string, std::string> lead{};  // a witness: JSON values by field; empty when the finding needs none
  bool warning = true;                        // else only worth knowing
  std::string other{};                        // the rule that takes the leads instead
  int line = 0;                               // in the workspace's file, where it is known and the subject is no rule
};

struct LintOptions {
  bool all_overlaps = false;                 // else one a rule, of the first rules that have any
  std::chrono::milliseconds patience{1000};  // a question to the solver
  std::function<bool()> out_of_time;  // asked before each question: once true, the rest has no answer; unset = never
  Instant now{};                      // the two weeks that follow are looked at for hours
  std::int64_t leads_a_month = 0;     // 0 = volume is not looked at
  double warm_at = 0, hot_at = 0;     // where grades begin, as scoring says
  std::vector<PoolId> used_by_pools;  // pools that stand in others as their members
  std::vector<std::string> with_calendars;   // schedules with days off of a calendar that comes with the program
  std::map<std::string, std::string> traps;  // the honeypot of each form that has one, by source
  std::set<MemberId> untold;                 // members without a way to tell them of a lead
  std::map<JourneyId, bool> sending;  // journeys with messages; whether whom they may not write to is handed back
  std::map<std::string, std::string>
      needs_value;  // by journey and step of a message, a value that it cannot do without
};

struct LintReport {
  std::vector<Finding> findings;
  int unknown = 0;             // questions that were not answered in time
  bool more_overlaps = false;  // there may be more than are shown
};

LintReport lint(const Routing& routing, const LintOptions& options);

}  // namespace leakproof::router
