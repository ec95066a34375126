#include "router/domain/explain.h"

#include <algorithm>
#include <cmath>
#include <iomanip>
#include <sstream>

#include "base/time_text.h"
#include "router/domain/fair_pick.h"

namespace leakproof::router {
namespace {

std::string asked(const RoutingInput& input, Language language) {
  const Phrase nobody{"Its owner", "Người phụ trách"};
  const std::string owner = input.previous_owner.empty() ? say(nobody, language) : input.previous_owner.value();
  if (input.transfer) {
    const Phrase unsaid{"no reason said", "không nêu lý do"};
    const std::string& why = input.transfer->why;
    return say(phrase_of(input.trigger), language,
               {input.transfer->by.value(), why.empty() ? say(unsaid, language) : why});
  }
  if (input.sweep) return say(phrase_of(input.trigger), language, {input.sweep->kind});
  return say(phrase_of(input.trigger), language, {owner, input.claimed_by.value()});
}

// The number that a cap, or another limit, was compared with.
std::string state_of(Reason reason, const Candidate& candidate) {
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
      return candidate.lacking;
    case Reason::kLowerTier:
      return std::to_string(candidate.tier);
    case Reason::kLessSkilled:
      return std::to_string(candidate.skill);
    default:
      return "";
  }
}

std::string about(const Candidate& candidate, Language language) {
  return candidate.member.value() + " " +
         say(phrase_of(candidate.reason), language, {state_of(candidate.reason, candidate)});
}

void explain_rules(const RoutingInput& input, const RoutingDecision& decision, Language language,
                   std::vector<std::string>& lines) {
  const Phrase matched{"Rule {0} matched.", "Quy tắc {0} phù hợp."},
      failed{"Rule {0} did not match: {1}.", "Quy tắc {0} không phù hợp: {1}."};
  const Phrase earlier{"Earlier rules did not match and are left out.",
                       "Các quy tắc trước đó không phù hợp và được lược bớt."};
  const Phrase stays{"Rules were not asked again: the lead stays with pool {0} or the one behind it.",
                     "Không xét lại quy tắc: khách hàng vẫn thuộc nhóm {0} hoặc nhóm đứng sau."};
  if (decision.walk.truncated) lines.push_back(say(earlier, language));
  for (const auto& rule : decision.walk.trace)
    lines.push_back(say(rule.matched ? matched : failed, language, {rule.rule.value(), rule.failing}));
  if (!input.pinned_pool.empty() && decision.walk.trace.empty() && decision.pool)
    lines.push_back(say(stays, language, {input.pinned_pool.value()}));
}

// In leads; as it was counted by earlier versions.
std::string credit_of(const Candidate& candidate, Credits credits) {
  if (credits == Credits::kLegacyWeights) return std::to_string(candidate.seen.credit);
  std::ostringstream leads;
  leads << std::fixed << std::setprecision(2)
        << static_cast<double>(std::lround(100 * static_cast<double>(candidate.seen.credit) / kLeadOfCredit)) / 100;
  return leads.str();
}

std::string assigned(const RoutingDecision& decision, Language language) {
  const Phrase turn{"Assigned to {0} of pool {1}, whose turn it was.", "Giao cho {0} thuộc nhóm {1} vì đến lượt."};
  const Phrase sticky{"Assigned to {0} of pool {1}, who had it last.",
                      "Giao cho {0} thuộc nhóm {1} vì là người phụ trách trước."};
  const Phrase account{"Assigned to {0} of pool {1}, who has the account.",
                       "Giao cho {0} thuộc nhóm {1} vì phụ trách công ty này."};
  const auto& [rule, pool, member, journey] = decision.chosen;
  if (decision.reason == Reason::kAccountOwner) return say(account, language, {member.value(), pool.value()});
  return say(decision.reason == Reason::kStickyOwner ? sticky : turn, language, {member.value(), pool.value()});
}

// Why it waits. {0} and {1} of the reason's own words are the pool and its load.
std::string held(const RoutingDecision& decision, Language language) {
  int load = decision.load.open;
  if (decision.reason == Reason::kPoolAtCapHour) load = decision.load.hour;
  if (decision.reason == Reason::kPoolAtCapDay) load = decision.load.day;
  if (decision.reason == Reason::kPoolAtCapWeek) load = decision.load.week;
  if (decision.reason == Reason::kPoolAtCapMonth) load = decision.load.month;
  const std::string why =
      say(phrase_of(decision.reason), language, {decision.chosen.pool.value(), std::to_string(load)});
  return say({"Held: {0}.", "Tạm giữ: {0}."}, language, {why});
}

std::string escalated(const RoutingDecision& decision, Language language) {
  const Phrase everybody{"everybody there had it already", "mọi người ở đó đều đã được giao"};
  const Phrase nobody{"nobody took it in time, and no pool stands behind it",
                      "không ai nhận kịp và không có nhóm nào đứng sau"};
  const Phrase why = decision.reason == Reason::kAttemptsMax    ? phrase_of(Reason::kAttemptsMax)
                     : decision.reason == Reason::kAlreadyTried ? everybody
                                                                : nobody;
  return say({"Escalated by pool {0}: {1}.", "Nhóm {0} chuyển lên cấp trên: {1}."}, language,
             {decision.chosen.pool.value(), say(why, language)});
}

std::string nurtured(const RoutingDecision& decision, Language language) {
  const Phrase overflow{"Given to journey {0}: {1}.", "Chuyển vào hành trình {0}: {1}."};
  const std::string& journey = decision.chosen.journey.value();
  if (decision.reason == Reason::kNone)
    return say({"Given to journey {0}.", "Chuyển vào hành trình {0}."}, language, {journey});
  return say(overflow, language, {journey, say(phrase_of(decision.reason), language)});
}

std::string offered(const RoutingDecision& decision, Language language) {
  std::string members;
  for (const auto& member : decision.offered) members += (members.empty() ? "" : ", ") + member.value();
  return say({"Offered to {0} of pool {1}: the first who accepts has it.",
              "Mời {0} thuộc nhóm {1}: ai nhận lời trước thì được giao."},
             language, {members, decision.chosen.pool.value()});
}

std::string transferred(const RoutingDecision& decision, Language language) {
  const std::string& member = decision.chosen.member.value();
  const std::string why = say(phrase_of(decision.reason), language);
  if (decision.overridden == Reason::kNone)
    return say({"Given to {0}: {1}. Nothing stood against it.", "Giao cho {0}: {1}. Không có gì cản trở."}, language,
               {member, why});
  const Phrase all_the_same{"Given to {0}: {1}. It was done although {2}.", "Giao cho {0}: {1}. Vẫn thực hiện dù {2}."};
  return say(all_the_same, language, {member, why, about(decision.candidates.front(), language)});
}

std::string ended(const RoutingDecision& decision, Language language) {
  const std::string& member = decision.chosen.member.value();
  switch (decision.outcome) {
    case Outcome::kAssigned:
      return assigned(decision, language);
    case Outcome::kHeld:
      return held(decision, language);
    case Outcome::kNurtured:
      return nurtured(decision, language);
    case Outcome::kKept:
      return say({"{0} keeps the lead.", "{0} vẫn phụ trách khách hàng."}, language, {member});
    case Outcome::kClaimed:
      return say({"{0} has the lead: {1}.", "{0} phụ trách khách hàng: {1}."}, language,
                 {member, say(phrase_of(decision.reason), language)});
    case Outcome::kEscalated:
      return escalated(decision, language);
    case Outcome::kSuperseded:
      return say(
          {"Nothing moved: {0} had claimed the lead before.", "Không thay đổi: {0} đã tự nhận khách hàng trước đó."},
          language, {member});
    case Outcome::kOffered:
      return offered(decision, language);
    case Outcome::kTransferred:
      return transferred(decision, language);
  }
  return "";
}

}  // namespace

std::vector<std::string> explain(const RoutingInput& input, const RoutingDecision& decision, Language language) {
  std::vector<std::string> lines = {asked(input, language)};
  const Phrase account{"The lead is of account {0}.", "Khách hàng thuộc công ty {0}."};
  if (!decision.account.empty()) lines.push_back(say(account, language, {decision.account}));
  explain_rules(input, decision, language, lines);
  for (const auto& candidate : decision.candidates)
    lines.push_back(say({"Member {0}.", "Thành viên {0}."}, language, {about(candidate, language)}));
  lines.push_back(ended(decision, language));
  const Phrase breach{"It is taken back unless accepted by {0}.", "Sẽ bị thu hồi nếu không nhận trước {0}."};
  const Phrase hold{"It waits until {0} at the latest.", "Chờ muộn nhất đến {0}."};
  if (decision.breach_at) lines.push_back(say(breach, language, {format_instant(*decision.breach_at)}));
  if (decision.hold_until) lines.push_back(say(hold, language, {format_instant(*decision.hold_until)}));
  return lines;
}

std::string summary(const RoutingInput& input, const RoutingDecision& decision, Language language) {
  const std::string& rule = decision.chosen.rule.value();
  const Phrase matched{" Rule {0} matched. ", " Quy tắc {0} phù hợp. "};
  return asked(input, language) + (rule.empty() ? " " : say(matched, language, {rule})) + ended(decision, language);
}

std::string why_not(const RoutingInput& input, const RoutingDecision& decision, const MemberId& member,
                    Language language) {
  const std::string& name = member.value();
  if (decision.chosen.member == member)
    return say({"{0} got the lead.", "{0} đã được giao khách hàng."}, language, {name});
  if (std::ranges::find(decision.offered, member) != decision.offered.end())
    return say({"{0} was offered the lead, as others were.", "{0} đã được mời cùng những người khác."}, language,
               {name});
  if (!decision.pool)
    return say({"No pool was looked at. {0}", "Không nhóm nào được xét. {0}"}, language, {ended(decision, language)});
  const auto candidate = std::ranges::find(decision.candidates, member, &Candidate::member);
  if (candidate == decision.candidates.end())
    return say({"{0} is not in pool {1}, where the lead was sent.",
                "{0} không thuộc nhóm {1}, nơi khách hàng được chuyển đến."},
               language, {name, decision.pool->value()});
  if (candidate->reason != Reason::kNone)
    return say({"{0} at {1}.", "{0}, lúc {1}."}, language, {about(*candidate, language), format_instant(input.now)});
  if (decision.chosen.member.empty()) return ended(decision, language);  // the pool was full, and nobody was asked
  return say({"{0} could take it, and it was the turn of {1} (credit before the pick, weight: {2}, {3}).",
              "{0} có thể nhận, nhưng đến lượt {1} (điểm tích lũy trước khi chọn, trọng số: {2}, {3})."},
             language,
             {name, decision.chosen.member.value(), credit_of(*candidate, decision.credits),
              std::to_string(candidate->weight)});
}

}  // namespace leakproof::router
