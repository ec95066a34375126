#include "router/domain/explain.h"

#include <algorithm>
#include <cmath>
#include <iomanip>
#include <regex>
#include <sstream>

#include "base/journey_exits.h"
#include "base/time_text.h"
#include "router/domain/fair_pick.h"
#include "router/domain/rule_walk.h"

namespace leakproof::router {
namespace {

std::string text_of(Reason reason, const Messages& texts, const std::vector<std::string>& arguments = {}) {
  return texts.format(key_of(reason), arguments);
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const auto& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

// What is in no text are the words of an exit step, as the author of the journey wrote them.
std::string handed_back(const HandBack& back, const Messages& texts) {
  const JourneyExit* known = journey_exit(back.reason);
  const bool has_text = known != nullptr && known->hands_back;
  const std::string why = has_text ? texts.format("hand_back." + back.reason) : back.reason;
  return texts.format("explain.handed_back", {back.journey.value(), why});
}

std::string trigger_key(const RoutingInput& input) {
  if (input.previous_owner_state == PreviousOwner::kAssigned) return "trigger.member_away.assigned";
  if (input.previous_owner_state == PreviousOwner::kGone) return "trigger.member_away.gone";
  return "trigger." + std::string(name_of(input.trigger));
}

std::string asked(const RoutingInput& input, const Messages& texts) {
  const std::string key = trigger_key(input);
  if (input.transfer) {
    const std::string& why = input.transfer->why;
    return texts.format(key, {input.transfer->by.value(), why.empty() ? texts.format("transfer.no_reason") : why});
  }
  if (input.trigger == Trigger::kHandedBack && input.hand_back) return handed_back(*input.hand_back, texts);
  if (input.sweep) {
    const std::string kind = "sweep." + input.sweep->kind;
    return texts.format(key, {texts.has(kind) ? texts.format(kind) : input.sweep->kind});
  }
  const std::string& owner = input.previous_owner.value();
  return texts.format(key, {owner.empty() ? texts.format("owner.unknown") : owner, input.claimed_by.value()});
}

// "german 1 of 2", in the words of `texts`.
std::string lacking(const std::string& skill, const Messages& texts) {
  const auto of = skill.rfind(" of "), has = skill.rfind(' ', of == std::string::npos ? of : of - 1);
  if (of == std::string::npos || has == std::string::npos) return skill;
  return texts.format("skill.lacking",
                      {skill.substr(0, has), skill.substr(has + 1, of - has - 1), skill.substr(of + 4)});
}

// The number that a cap, or another limit, was compared with.
std::string state_of(Reason reason, const Candidate& candidate, const Messages& texts) {
  const Load& load = candidate.seen.load;
  switch (reason) {
    case Reason::kAtCapOpen:
    case Reason::kBusier:
      return std::to_string(load.open);
    case Reason::kAtCapHour:
      return std::to_string(load.hour);
    case Reason::kAtCapDay:
      return std::to_string(load.day);
    case Reason::kAtCapWeek:
      return std::to_string(load.week);
    case Reason::kAtCapMonth:
      return std::to_string(load.month);
    case Reason::kNotSkilled:
      return lacking(candidate.lacking, texts);
    case Reason::kLowerTier:
      return std::to_string(candidate.tier);
    case Reason::kLessSkilled:
      return std::to_string(candidate.skill);
    default:
      return "";
  }
}

std::string about(const Candidate& candidate, const Messages& texts) {
  const std::string why = text_of(candidate.reason, texts, {state_of(candidate.reason, candidate, texts)});
  return candidate.member.value() + " " + why;
}

// What a condition saw stands behind it, in English: `lead.country == "DE" (is "VN")`. Here in the words of `texts`.
std::string in_words(const std::string& failing, const Messages& texts) {
  static const std::regex kSeen(R"( \(((lead|score)[\w.]* )?is )");
  static const std::regex kNotSet(R"((\(|, )((?:(?:lead|score)[\w.]* )?)is not set)");
  static const std::regex kIs(R"((\(|, )((?:(?:lead|score)[\w.]* )?)is )");
  if (failing == kLeadsBack) return texts.format("rule.leads_back");
  if (failing.starts_with(kInForceFrom))
    return texts.format("rule.in_force_from", {failing.substr(kInForceFrom.size())});
  if (failing.starts_with(kInForceUntil))
    return texts.format("rule.in_force_until", {failing.substr(kInForceUntil.size())});
  std::smatch seen;
  if (!std::regex_search(failing, seen, kSeen)) return failing;
  const auto at = static_cast<std::size_t>(seen.position(0));
  std::string said = std::regex_replace(failing.substr(at), kNotSet, "$1$2" + texts.format("seen.not_set"));
  said = std::regex_replace(said, kIs, "$1$2" + texts.format("seen.is") + " ");
  return failing.substr(0, at) + said;
}

// "territories" of the row "territories:row-17"; empty of a rule by itself.
std::string table_of(const RuleId& rule) {
  const auto colon = rule.value().find(':');
  return colon == std::string::npos ? "" : rule.value().substr(0, colon);
}

// Rows of a table that did not match, one behind the other, are one line.
void explain_trace(const std::vector<RuleTrace>& trace, const Messages& texts, std::vector<std::string>& lines) {
  for (std::size_t first = 0; first < trace.size();) {
    const auto& rule = trace[first];
    const std::string table = rule.matched ? "" : table_of(rule.rule);
    std::size_t end = first + 1;
    while (!table.empty() && end < trace.size() && !trace[end].matched && table_of(trace[end].rule) == table) ++end;
    if (end - first > 1)
      lines.push_back(texts.format("rule.rows_failed", {table, std::to_string(end - first)}));
    else
      lines.push_back(texts.format(rule.matched ? "rule.matched" : "rule.failed",
                                   {rule.rule.value(), in_words(rule.failing, texts)}));
    first = end;
  }
}

void explain_rules(const RoutingInput& input, const RoutingDecision& decision, const Messages& texts,
                   std::vector<std::string>& lines) {
  if (decision.walk.truncated) lines.push_back(texts.format("rule.earlier"));
  explain_trace(decision.walk.trace, texts, lines);
  if (!input.pinned_pool.empty() && decision.walk.trace.empty() && decision.pool)
    lines.push_back(texts.format("rule.not_asked", {input.pinned_pool.value()}));
}

// In leads; as it was counted by earlier versions.
std::string credit_of(const Candidate& candidate, Credits credits) {
  if (credits == Credits::kLegacyWeights) return std::to_string(candidate.seen.credit);
  std::ostringstream leads;
  leads << std::fixed << std::setprecision(2)
        << static_cast<double>(std::lround(100 * static_cast<double>(candidate.seen.credit) / kLeadOfCredit)) / 100;
  return leads.str();
}

std::string assigned(const RoutingDecision& decision, const Messages& texts) {
  const std::vector<std::string> whom = {decision.chosen.member.value(), decision.chosen.pool.value()};
  if (decision.reason == Reason::kAccountOwner) return texts.format("outcome.assigned.account_owner", whom);
  if (decision.reason == Reason::kStickyOwner) return texts.format("outcome.assigned.sticky_owner", whom);
  return texts.format("outcome.assigned.turn", whom);
}

// Why it waits. {0} and {1} of the reason's own text are the pool and its load.
std::string held(const RoutingDecision& decision, const Messages& texts) {
  int load = decision.load.open;
  if (decision.reason == Reason::kPoolAtCapHour) load = decision.load.hour;
  if (decision.reason == Reason::kPoolAtCapDay) load = decision.load.day;
  if (decision.reason == Reason::kPoolAtCapWeek) load = decision.load.week;
  if (decision.reason == Reason::kPoolAtCapMonth) load = decision.load.month;
  const std::string why = text_of(decision.reason, texts, {decision.chosen.pool.value(), std::to_string(load)});
  return texts.format("outcome.held", {why});
}

std::string why_escalated(Reason reason, const Messages& texts) {
  if (reason == Reason::kAttemptsMax) return text_of(reason, texts);
  return texts.format(reason == Reason::kAlreadyTried ? "escalated.everybody_tried" : "escalated.nobody_took_it");
}

std::string nurtured(const RoutingDecision& decision, const Messages& texts) {
  const std::string& journey = decision.chosen.journey.value();
  if (decision.reason == Reason::kNone) return texts.format("outcome.nurtured", {journey});
  return texts.format("outcome.nurtured.reason", {journey, text_of(decision.reason, texts)});
}

std::string offered(const RoutingDecision& decision, const Messages& texts) {
  std::string members;
  for (const auto& member : decision.offered) members += (members.empty() ? "" : ", ") + member.value();
  return texts.format("outcome.offered", {members, decision.chosen.pool.value()});
}

std::string transferred(const RoutingDecision& decision, const Messages& texts) {
  const std::string& member = decision.chosen.member.value();
  const std::string why = text_of(decision.reason, texts);
  if (decision.overridden == Reason::kNone) return texts.format("outcome.transferred", {member, why});
  return texts.format("outcome.transferred.overridden", {member, why, about(decision.candidates.front(), texts)});
}

std::string ended(const RoutingDecision& decision, const Messages& texts) {
  const auto& [rule, pool, member, journey] = decision.chosen;
  switch (decision.outcome) {
    case Outcome::kAssigned:
      return assigned(decision, texts);
    case Outcome::kHeld:
      return held(decision, texts);
    case Outcome::kNurtured:
      return nurtured(decision, texts);
    case Outcome::kKept:
      return texts.format("outcome.kept", {member.value()});
    case Outcome::kClaimed:
      return texts.format("outcome.claimed", {member.value(), text_of(decision.reason, texts)});
    case Outcome::kEscalated:
      return texts.format("outcome.escalated", {pool.value(), why_escalated(decision.reason, texts)});
    case Outcome::kSuperseded:
      return texts.format("outcome.superseded", {member.value()});
    case Outcome::kOffered:
      return offered(decision, texts);
    case Outcome::kTransferred:
      return transferred(decision, texts);
  }
  return "";
}

// Of a member of the pool who did not get it.
std::string why_not_candidate(const RoutingInput& input, const RoutingDecision& decision, const Candidate& candidate,
                              const Messages& texts) {
  if (candidate.reason != Reason::kNone)
    return texts.format("why_not.reason", {about(candidate, texts), format_instant(input.now)});
  const std::string& chosen = decision.chosen.member.value();
  if (chosen.empty()) return ended(decision, texts);  // the pool was full, and nobody was asked
  return texts.format(
      "why_not.not_their_turn",
      {candidate.member.value(), chosen, credit_of(candidate, decision.credits), std::to_string(candidate.weight)});
}

}  // namespace

std::vector<std::string> explain(const RoutingInput& input, const RoutingDecision& decision, const Messages& texts) {
  std::vector<std::string> lines = {asked(input, texts)};
  if (input.trigger == Trigger::kHandedBack && input.hand_back && !input.hand_back->steps_done.empty())
    lines.push_back(texts.format("explain.steps_done", {joined(input.hand_back->steps_done)}));
  if (!decision.account.empty()) lines.push_back(texts.format("explain.account", {decision.account}));
  explain_rules(input, decision, texts, lines);
  for (const auto& candidate : decision.candidates)
    lines.push_back(texts.format("explain.candidate", {about(candidate, texts)}));
  lines.push_back(ended(decision, texts));
  const auto add = [&](const char* key, const std::optional<Instant>& at) {
    if (at) lines.push_back(texts.format(key, {format_instant(*at)}));
  };
  add("explain.breach_at", decision.breach_at);
  add("explain.hold_until", decision.hold_until);
  if (!decision.zone_data.empty() && !decision.zones.empty())
    lines.push_back(texts.format("explain.zone_data", {decision.zone_data}));
  return lines;
}

std::string summary(const RoutingInput& input, const RoutingDecision& decision, const Messages& texts) {
  const std::string& rule = decision.chosen.rule.value();
  const std::string matched = rule.empty() ? "" : texts.format("rule.matched", {rule}) + " ";
  return asked(input, texts) + " " + matched + ended(decision, texts);
}

std::string why_not(const RoutingInput& input, const RoutingDecision& decision, const MemberId& member,
                    const Messages& texts) {
  const std::string& name = member.value();
  if (decision.chosen.member == member) return texts.format("why_not.got_it", {name});
  if (std::ranges::find(decision.offered, member) != decision.offered.end())
    return texts.format("why_not.was_offered", {name});
  if (!decision.pool) return texts.format("why_not.no_pool", {ended(decision, texts)});
  const auto candidate = std::ranges::find(decision.candidates, member, &Candidate::member);
  if (candidate == decision.candidates.end())
    return texts.format("why_not.not_in_pool", {name, decision.pool->value()});
  return why_not_candidate(input, decision, *candidate, texts);
}

std::string due_moved(Instant from, Instant to, const std::string& zone_data_before, const std::string& zone_data,
                      const Messages& texts) {
  return texts.format("explain.due_moved", {format_instant(from), format_instant(to), zone_data_before, zone_data});
}

std::string heading_of_what_gave_it(const Messages& texts) { return texts.format("explain.before"); }

std::string key_of(Reason reason) {
  return "reason." + std::string(reason == Reason::kNone ? "none" : name_of(reason));
}

}  // namespace leakproof::router
