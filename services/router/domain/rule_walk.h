// Walks the ordered rules over one lead: the first that matches wins. A rule that fails at run time does not match, and
// says why. Pure.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "base/id.h"
#include "base/time.h"

namespace leakproof::rules {
class Record;
}

namespace leakproof::router {

struct Rule;
struct RuleList;

// What stands in RuleTrace::failing where no condition failed.
inline constexpr std::string_view kLeadsBack = "it leads back to the journey that handed the lead over";
inline constexpr std::string_view kInForceFrom = "in force from ", kInForceUntil = "in force until ";

struct RuleTrace {
  RuleId rule;
  bool matched = false;
  std::string failing;  // the first condition that failed and what it saw; for people
  bool operator==(const RuleTrace&) const = default;
};

struct Walk {
  const Rule* matched = nullptr;  // points into the rules walked; nullptr when none matched
  std::vector<RuleTrace> trace;   // the last kRulesKept looked at, in order
  bool truncated = false;
};

// A rule that leads to journey `barred` (when not empty) does not match: a journey that hands a lead back does not get
// it right back.
Walk walk_rules(const RuleList& rules, const rules::Record& record, Instant now, const JourneyId& barred = {});

}  // namespace leakproof::router
