#include "router/domain/explain.h"

#include <algorithm>
#include <cmath>
#include <iomanip>
#include <sstream>

#include "calendar/text.h"
#include "router/domain/fair_pick.h"

namespace leakproof::router {
namespace {

std::string asked(const Situation& situation, Language language) {
  const Phrase nobody{"Its owner", "Người phụ trách"};
  const std::string owner = situation.previous_owner.empty() ? say(nobody, language) : situation.previous_owner.value();
  if (situation.transfer) {
    const Phrase unsaid{"no reason said", "không nêu lý do"};
    const std::string& why = situation.transfer->why;
    return say(phrase_of(situation.trigger), language,
               {situation.transfer->by.value(), why.empty() ? say(unsaid, language) : why});
  }
  if (situation.sweep) return say(phrase_of(situation.trigger), language, {situation.sweep->kind});
  return say(phrase_of(situation.trigger), language, {owner, situation.claimed_by.value()});
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

void explain_rules(const Situation& situation, const Verdict& verdict, Language language,
                   std::vector<std::string>& lines) {
  const Phrase matched{"Rule {0} matched.", "Quy tắc {0} phù hợp."},
      failed{"Rule {0} did not match: {1}.", "Quy tắc {0} không phù hợp: {1}."};
  const Phrase earlier{"Earlier rules did not match and are left out.",
                       "Các quy tắc trước đó không phù hợp và được lược bớt."};
  const Phrase stays{"Rules were not asked again: the lead stays with pool {0} or the one behind it.",
                     "Không xét lại quy tắc: khách hàng vẫn thuộc nhóm {0} hoặc nhóm đứng sau."};
  if (verdict.walk.truncated) lines.push_back(say(earlier, language));
  for (const auto& rule : verdict.walk.trace)
    lines.push_back(say(rule.matched ? matched : failed, language, {rule.rule.value(), rule.failing}));
  if (!situation.pinned_pool.empty() && verdict.walk.trace.empty() && verdict.pool)
    lines.push_back(say(stays, language, {situation.pinned_pool.value()}));
}

// In leads; as it was counted by earlier versions.
std::string credit_of(const Candidate& candidate, Credits credits) {
  if (credits == Credits::kSettledWeights) return std::to_string(candidate.seen.credit);
  std::ostringstream leads;
  leads << std::fixed << std::setprecision(2)
        << static_cast<double>(std::lround(100 * static_cast<double>(candidate.seen.credit) / kLeadOfCredit)) / 100;
  return leads.str();
}

std::string assigned(const Verdict& verdict, Language language) {
  const Phrase turn{"Assigned to {0} of pool {1}, whose turn it was.", "Giao cho {0} thuộc nhóm {1} vì đến lượt."};
  const Phrase sticky{"Assigned to {0} of pool {1}, who had it last.",
                      "Giao cho {0} thuộc nhóm {1} vì là người phụ trách trước."};
  const Phrase account{"Assigned to {0} of pool {1}, who has the account.",
                       "Giao cho {0} thuộc nhóm {1} vì phụ trách công ty này."};
  const auto& [rule, pool, member, journey] = verdict.chosen;
  if (verdict.reason == Reason::kAccountOwner) return say(account, language, {member.value(), pool.value()});
  return say(verdict.reason == Reason::kStickyOwner ? sticky : turn, language, {member.value(), pool.value()});
}

// Why it waits. {0} and {1} of the reason's own words are the pool and its load.
std::string held(const Verdict& verdict, Language language) {
  int load = verdict.load.open;
  if (verdict.reason == Reason::kPoolAtCapHour) load = verdict.load.hour;
  if (verdict.reason == Reason::kPoolAtCapDay) load = verdict.load.day;
  if (verdict.reason == Reason::kPoolAtCapWeek) load = verdict.load.week;
  if (verdict.reason == Reason::kPoolAtCapMonth) load = verdict.load.month;
  const std::string why = say(phrase_of(verdict.reason), language, {verdict.chosen.pool.value(), std::to_string(load)});
  return say({"Held: {0}.", "Tạm giữ: {0}."}, language, {why});
}

std::string escalated(const Verdict& verdict, Language language) {
  const Phrase everybody{"everybody there had it already", "mọi người ở đó đều đã được giao"};
  const Phrase nobody{"nobody took it in time, and no pool stands behind it",
                      "không ai nhận kịp và không có nhóm nào đứng sau"};
  const Phrase why = verdict.reason == Reason::kAttemptsMax    ? phrase_of(Reason::kAttemptsMax)
                     : verdict.reason == Reason::kAlreadyTried ? everybody
                                                               : nobody;
  return say({"Escalated by pool {0}: {1}.", "Nhóm {0} chuyển lên cấp trên: {1}."}, language,
             {verdict.chosen.pool.value(), say(why, language)});
}

std::string nurtured(const Verdict& verdict, Language language) {
  const Phrase overflow{"Given to journey {0}: {1}.", "Chuyển vào hành trình {0}: {1}."};
  const std::string& journey = verdict.chosen.journey.value();
  if (verdict.reason == Reason::kNone)
    return say({"Given to journey {0}.", "Chuyển vào hành trình {0}."}, language, {journey});
  return say(overflow, language, {journey, say(phrase_of(verdict.reason), language)});
}

std::string offered(const Verdict& verdict, Language language) {
  std::string members;
  for (const auto& member : verdict.offered) members += (members.empty() ? "" : ", ") + member.value();
  return say({"Offered to {0} of pool {1}: the first who accepts has it.",
              "Mời {0} thuộc nhóm {1}: ai nhận lời trước thì được giao."},
             language, {members, verdict.chosen.pool.value()});
}

std::string transferred(const Verdict& verdict, Language language) {
  const std::string& member = verdict.chosen.member.value();
  const std::string why = say(phrase_of(verdict.reason), language);
  if (verdict.overridden == Reason::kNone)
    return say({"Given to {0}: {1}. Nothing stood against it.", "Giao cho {0}: {1}. Không có gì cản trở."}, language,
               {member, why});
  const Phrase all_the_same{"Given to {0}: {1}. It was done although {2}.", "Giao cho {0}: {1}. Vẫn thực hiện dù {2}."};
  return say(all_the_same, language, {member, why, about(verdict.candidates.front(), language)});
}

std::string ended(const Verdict& verdict, Language language) {
  const std::string& member = verdict.chosen.member.value();
  switch (verdict.outcome) {
    case Outcome::kAssigned:
      return assigned(verdict, language);
    case Outcome::kHeld:
      return held(verdict, language);
    case Outcome::kNurtured:
      return nurtured(verdict, language);
    case Outcome::kKept:
      return say({"{0} keeps the lead.", "{0} vẫn phụ trách khách hàng."}, language, {member});
    case Outcome::kClaimed:
      return say({"{0} has the lead: {1}.", "{0} phụ trách khách hàng: {1}."}, language,
                 {member, say(phrase_of(verdict.reason), language)});
    case Outcome::kEscalated:
      return escalated(verdict, language);
    case Outcome::kSuperseded:
      return say(
          {"Nothing moved: {0} had claimed the lead before.", "Không thay đổi: {0} đã tự nhận khách hàng trước đó."},
          language, {member});
    case Outcome::kOffered:
      return offered(verdict, language);
    case Outcome::kTransferred:
      return transferred(verdict, language);
  }
  return "";
}

}  // namespace

std::vector<std::string> explain(const Situation& situation, const Verdict& verdict, Language language) {
  std::vector<std::string> lines = {asked(situation, language)};
  const Phrase account{"The lead is of account {0}.", "Khách hàng thuộc công ty {0}."};
  if (!verdict.account.empty()) lines.push_back(say(account, language, {verdict.account}));
  explain_rules(situation, verdict, language, lines);
  for (const auto& candidate : verdict.candidates)
    lines.push_back(say({"Member {0}.", "Thành viên {0}."}, language, {about(candidate, language)}));
  lines.push_back(ended(verdict, language));
  const Phrase breach{"It is taken back unless accepted by {0}.", "Sẽ bị thu hồi nếu không nhận trước {0}."};
  const Phrase hold{"It waits until {0} at the latest.", "Chờ muộn nhất đến {0}."};
  if (verdict.breach_at) lines.push_back(say(breach, language, {calendar::format_instant(*verdict.breach_at)}));
  if (verdict.hold_until) lines.push_back(say(hold, language, {calendar::format_instant(*verdict.hold_until)}));
  return lines;
}

std::string summary(const Situation& situation, const Verdict& verdict, Language language) {
  const std::string& rule = verdict.chosen.rule.value();
  const Phrase matched{" Rule {0} matched. ", " Quy tắc {0} phù hợp. "};
  return asked(situation, language) + (rule.empty() ? " " : say(matched, language, {rule})) + ended(verdict, language);
}

std::string why_not(const Situation& situation, const Verdict& verdict, const MemberId& member, Language language) {
  const std::string& name = member.value();
  if (verdict.chosen.member == member)
    return say({"{0} got the lead.", "{0} đã được giao khách hàng."}, language, {name});
  if (std::ranges::find(verdict.offered, member) != verdict.offered.end())
    return say({"{0} was offered the lead, as others were.", "{0} đã được mời cùng những người khác."}, language,
               {name});
  if (!verdict.pool)
    return say({"No pool was looked at. {0}", "Không nhóm nào được xét. {0}"}, language, {ended(verdict, language)});
  const auto candidate = std::ranges::find(verdict.candidates, member, &Candidate::member);
  if (candidate == verdict.candidates.end())
    return say({"{0} is not in pool {1}, where the lead was sent.",
                "{0} không thuộc nhóm {1}, nơi khách hàng được chuyển đến."},
               language, {name, verdict.pool->value()});
  if (candidate->reason != Reason::kNone)
    return say({"{0} at {1}.", "{0}, lúc {1}."}, language,
               {about(*candidate, language), calendar::format_instant(situation.now)});
  if (verdict.chosen.member.empty()) return ended(verdict, language);  // the pool was full, and nobody was asked
  return say(
      {"{0} could take it, and it was the turn of {1} (credit before the pick, weight: {2}, {3}).",
       "{0} có thể nhận, nhưng đến lượt {1} (điểm tích lũy trước khi chọn, trọng số: {2}, {3})."},
      language,
      {name, verdict.chosen.member.value(), credit_of(*candidate, verdict.credits), std::to_string(candidate->weight)});
}

}  // namespace leakproof::router
