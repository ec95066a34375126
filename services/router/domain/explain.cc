#include "router/domain/explain.h"

#include <algorithm>

#include "calendar/text.h"

namespace leakproof::router {
namespace {

std::string count(int n, const std::string& noun) { return std::to_string(n) + " " + noun; }

std::string asked(const Situation& situation) {
  const std::string owner = situation.previous_owner.empty() ? "its owner" : situation.previous_owner.value();
  switch (situation.trigger) {
    case Trigger::kNewLead:
      return "A new lead came in.";
    case Trigger::kRepeatEnquiry:
      return "The lead enquired again.";
    case Trigger::kHoldDrained:
      return "Somebody in the pool the lead waited for may be free.";
    case Trigger::kResponseTimeout:
      return owner + " did not answer in time.";
    case Trigger::kDeclined:
      return owner + " declined the lead.";
    case Trigger::kHandedBack:
      return "Nurture handed the lead back.";
    case Trigger::kClaim:
      return situation.claimed_by.value() + " claimed the lead.";
    case Trigger::kMemberAway:
      return owner + " went away before working on the lead.";
    case Trigger::kRecycled:
      return "The lead was returned to nurture.";
    case Trigger::kHoldExpired:
      return "The lead waited as long as its pool allows.";
  }
  return "";
}

std::string about(const Reason reason, const MemberSeen& seen) {
  switch (reason) {
    case Reason::kNone:
      return "could take it";
    case Reason::kInactive:
      return "is inactive";
    case Reason::kOnLeave:
      return "is on leave";
    case Reason::kOffline:
      return "is offline";
    case Reason::kOffHours:
      return "is outside working hours";
    case Reason::kAtCapOpen:
      return "is at the cap of open work (" + count(seen.open, "open)");
    case Reason::kAtCapHour:
      return "is at the hourly cap (" + count(seen.hour_count, "this hour)");
    case Reason::kAtCapDay:
      return "is at the daily cap (" + count(seen.day_count, "today)");
    case Reason::kAlreadyTried:
      return "had the lead already";
    default:
      return std::string(name_of(reason));
  }
}

void explain_rules(const Situation& situation, const Verdict& verdict, std::vector<std::string>& lines) {
  if (verdict.walk.truncated) lines.push_back("Earlier rules did not match and are left out.");
  for (const auto& rule : verdict.walk.trace) {
    lines.push_back("Rule " + rule.rule.value() + (rule.matched ? " matched." : " did not match: " + rule.failing + "."));
  }
  if (!situation.pinned_pool.empty() && verdict.walk.trace.empty() && verdict.pool) {
    lines.push_back("Rules were not asked again: the lead stays with pool " + situation.pinned_pool.value() + " or the one behind it.");
  }
}

std::string ended(const Verdict& verdict) {
  const auto& [rule, pool, member, journey] = verdict.chosen;
  switch (verdict.outcome) {
    case Outcome::kAssigned:
      return "Assigned to " + member.value() + " of pool " + pool.value() + ", whose turn it was.";
    case Outcome::kHeld:
      if (verdict.reason == Reason::kNoEligibleMember) return "Held: nobody in pool " + pool.value() + " can take it now.";
      if (verdict.reason == Reason::kNoJourney) return "Held: no journey takes recycled leads.";
      return "Held: no rule matched and there is no fallback.";
    case Outcome::kNurtured:
      return "Given to journey " + journey.value() + ".";
    case Outcome::kKept:
      return member.value() + " keeps the lead.";
    case Outcome::kClaimed:
      return member.value() + " has the lead: a person's claim beats the machine.";
    case Outcome::kEscalated:
      return "Escalated by pool " + pool.value() + ": " +
             (verdict.reason == Reason::kAttemptsMax    ? "as many members had it as its SLA allows."
              : verdict.reason == Reason::kAlreadyTried ? "everybody there had it already."
                                                        : "nobody took it in time, and no pool stands behind it.");
    case Outcome::kSuperseded:
      return "Nothing moved: " + member.value() + " had claimed the lead before.";
  }
  return "";
}

}  // namespace

std::vector<std::string> explain(const Situation& situation, const Verdict& verdict) {
  std::vector<std::string> lines = {asked(situation)};
  explain_rules(situation, verdict, lines);
  for (const auto& candidate : verdict.candidates) {
    lines.push_back("Member " + candidate.member.value() + " " + about(candidate.reason, candidate.seen) + ".");
  }
  lines.push_back(ended(verdict));
  if (verdict.breach_at) lines.push_back("It is taken back unless accepted by " + calendar::format_instant(*verdict.breach_at) + ".");
  if (verdict.hold_until) lines.push_back("It waits until " + calendar::format_instant(*verdict.hold_until) + " at the latest.");
  return lines;
}

std::string summary(const Situation& situation, const Verdict& verdict) {
  const std::string& rule = verdict.chosen.rule.value();
  return asked(situation) + (rule.empty() ? " " : " Rule " + rule + " matched. ") + ended(verdict);
}

std::string why_not(const Situation& situation, const Verdict& verdict, const MemberId& member) {
  if (verdict.chosen.member == member) return member.value() + " got the lead.";
  if (!verdict.pool) return "No pool was looked at. " + ended(verdict);
  const auto candidate = std::ranges::find(verdict.candidates, member, &Candidate::member);
  if (candidate == verdict.candidates.end())
    return member.value() + " is not in pool " + verdict.pool->value() + ", where the lead was sent.";
  if (candidate->reason != Reason::kNone) {
    return member.value() + " " + about(candidate->reason, candidate->seen) + " at " + calendar::format_instant(situation.now) + ".";
  }
  return member.value() + " could take it, and it was the turn of " + verdict.chosen.member.value() +
         " (credit before the pick, weight: " + std::to_string(candidate->seen.credit) + ", " + std::to_string(candidate->weight) + ").";
}

}  // namespace leakproof::router
