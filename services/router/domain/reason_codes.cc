#include "router/domain/reason_codes.h"

#include <array>

#include "base/check.h"

namespace leakproof::router {
namespace {
constexpr std::array<std::string_view, 15> kTriggers = {
    "",      "new_lead",    "repeat_inquiry", "hold_drained", "response_timeout", "declined",          "handed_back",
    "claim", "member_away", "recycled",       "hold_expired", "offer_taken",      "next_step_timeout", "transfer",
    "swept"};
constexpr std::array<std::string_view, 10> kOutcomes = {
    "", "assigned", "held", "nurtured", "kept", "claimed", "escalated", "superseded", "offered", "transferred"};
constexpr std::array<std::string_view, 35> kReasons = {"",
                                                       "inactive",
                                                       "on_leave",
                                                       "offline",
                                                       "off_hours",
                                                       "at_cap_open",
                                                       "at_cap_hour",
                                                       "at_cap_day",
                                                       "already_tried",
                                                       "no_rule_matched",
                                                       "no_eligible_member",
                                                       "attempts_max",
                                                       "no_journey",
                                                       "owner_available",
                                                       "claimed",
                                                       "at_cap_week",
                                                       "at_cap_month",
                                                       "not_skilled",
                                                       "lower_tier",
                                                       "busier",
                                                       "less_skilled",
                                                       "not_last_owner",
                                                       "sticky_owner",
                                                       "first_to_accept",
                                                       "pool_at_cap_open",
                                                       "pool_at_cap_hour",
                                                       "pool_at_cap_day",
                                                       "pool_at_cap_week",
                                                       "pool_at_cap_month",
                                                       "hold_overflow",
                                                       "account_owner",
                                                       "not_account_owner",
                                                       "by_owner",
                                                       "by_team_lead",
                                                       "swept"};
static_assert(kTriggers.size() == static_cast<std::size_t>(kLastTrigger) + 1 &&
              kOutcomes.size() == static_cast<std::size_t>(kLastOutcome) + 1);
static_assert(kReasons.size() == static_cast<std::size_t>(kLastReason) + 1);

template <class Names, class Word>
std::string_view look_up(const Names& names, Word word) {
  const auto at = static_cast<std::size_t>(word);
  LEAKPROOF_CHECK(at < names.size());
  return names[at];
}
}  // namespace

std::string_view name_of(Trigger trigger) { return look_up(kTriggers, trigger); }
std::string_view name_of(Outcome outcome) { return look_up(kOutcomes, outcome); }
std::string_view name_of(Reason reason) { return look_up(kReasons, reason); }

}  // namespace leakproof::router
