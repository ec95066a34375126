// What each move makes of a lead, as text tables: fields, timers and facts.
#include "router/domain/lead_transition.h"

#include <gtest/gtest.h>

#include <map>
#include <sstream>

#include "router/domain/routing.h"

namespace leakproof::router {
namespace {

using namespace std::chrono_literals;

const Instant kNow = instant_from_micros(1'770'000'000'000'000);

std::string name_of(Assignment state) {
  static const std::map<Assignment, std::string> kNames = {
      {Assignment::kAssigned, "assigned"},       {Assignment::kOffered, "offered"}, {Assignment::kAccepted, "accepted"},
      {Assignment::kDeclined, "declined"},       {Assignment::kWarned, "warned"},   {Assignment::kBreached, "breached"},
      {Assignment::kReclaimed, "reclaimed"},     {Assignment::kClosed, "closed"},   {Assignment::kHeld, "held"},
      {Assignment::kHoldExpired, "hold_expired"}};
  return kNames.at(state);
}

class LeadTransition : public ::testing::Test {
 protected:
  LeadTransition() {
    Pool& pool = routing_.pools[PoolId("sales")];
    pool.id = PoolId("sales");
    pool.sla.next_step = {60min, 30min};
    routing_.members[MemberId("lan")].id = MemberId("lan");
    routing_.members[MemberId("minh")].id = MemberId("minh");
  }

  // A lead as a decision leaves it, ten minutes ago, with every timer that it then has.
  static RoutedLead lead_in(LeadStatus status) {
    RoutedLead lead;
    lead.id = LeadId("a");
    lead.status = status;
    lead.pool = PoolId("sales");
    lead.ownership_token = 4;
    lead.last_decision = DecisionId("d4");
    lead.attempt = 1;
    lead.received_at = kNow - 20min;
    lead.tried = {MemberId("lan")};
    if (lead.is_owned()) {
      lead.member = MemberId("lan");
      lead.counted_pool = PoolId("sales");
      lead.assigned_at = lead.last_step_at = kNow - 10min;
    }
    if (status == LeadStatus::kAccepted) {
      lead.accepted_at = kNow - 10min;
      lead.last_owner = MemberId("lan");
      lead.next_warn_at = kNow + 5min;
      lead.next_breach_at = kNow + 9min;
    }
    if (status == LeadStatus::kAssigned || status == LeadStatus::kOffered) {
      lead.warn_at = kNow + 1min;
      lead.breach_at = kNow + 2min;
    }
    if (status == LeadStatus::kOffered) lead.offered = lead.tried = {MemberId("lan"), MemberId("minh")};
    if (status == LeadStatus::kHeld) {
      lead.hold_key = "key";
      lead.hold_reason = Reason::kNoEligibleMember;
      lead.hold_until = kNow + 3min;
      lead.held_since = kNow - 10min;
    }
    if (status == LeadStatus::kWithNurture) {
      lead.pool = {};
      lead.journey = JourneyId("warm");
    }
    if (status == LeadStatus::kClosed) lead.closed_reason = kClosedAsWon;
    return lead;
  }

  // "status member: cleared -timer@minutes, set +timer@minutes: facts", what is empty left out.
  static std::string text(const Transition& transition) {
    std::string out(router::name_of(transition.lead.status));
    if (!transition.lead.member.empty()) out += " " + transition.lead.member.value();
    out += " |";
    const auto add = [&](const char* sign, const TimerAt& at) {
      out +=
          std::string(" ") + sign + std::string(row_of(at.timer).name) + "@" + std::to_string((at.due - kNow) / 1min);
    };
    for (const auto& at : transition.cleared) add("-", at);
    for (const auto& at : transition.set) add("+", at);
    out += " |";
    for (const auto& fact : transition.facts) {
      out += " " + name_of(fact.state) + (fact.member.empty() ? "" : ":" + fact.member.value()) + "#" +
             std::to_string(fact.ownership_token) + (fact.reason.empty() ? "" : "(" + fact.reason + ")");
    }
    if (!transition.freed_member.empty()) out += " | " + transition.freed_member.value() + " is free";
    return out;
  }

  // `people`: to whom, or those it is offered to.
  Transition after(LeadStatus from, Trigger trigger, Outcome outcome, const std::vector<std::string>& people = {}) {
    const RoutedLead lead = lead_in(from);
    const RoutingInput input = routing_input(lead, trigger, kNow);
    RoutingDecision decision;
    decision.outcome = outcome;
    decision.ownership_token = lead.ownership_token + (moves(outcome) ? 1 : 0);
    if (outcome == Outcome::kNurtured)
      decision.chosen.journey = JourneyId("warm");
    else
      decision.chosen.pool = PoolId("sales");
    if (outcome == Outcome::kOffered)
      for (const auto& member : people) decision.offered.emplace_back(member);
    else if (!people.empty())
      decision.chosen.member = MemberId(people.front());
    if (outcome == Outcome::kAssigned || outcome == Outcome::kOffered || outcome == Outcome::kTransferred) {
      decision.warn_at = kNow + 7min;
      decision.breach_at = kNow + 8min;
    }
    if (outcome == Outcome::kHeld) {
      decision.reason = Reason::kNoEligibleMember;
      decision.hold_until = kNow + 6min;
    }
    return decided(lead, input, decision, DecisionId("d5"), routing_);
  }

  Routing routing_;
};

// status | trigger | outcome, to whom | status, owner | timers cleared and set, minutes from now | facts # token |
// freed
constexpr const char* kDecisions = R"(
in_flight    | new_lead          | assigned lan     | assigned lan | +warn@7 +breach@8 | assigned:lan#5(new_lead)
in_flight    | new_lead          | held             | held | +hold@6 | held#5(no_eligible_member)
in_flight    | new_lead          | nurtured         | with_nurture | |
in_flight    | new_lead          | escalated        | escalated | |
in_flight    | new_lead          | offered lan minh | offered | +warn@7 +breach@8 | offered:lan#5(new_lead) offered:minh#5(new_lead)

accepted     | repeat_inquiry    | kept lan         | accepted lan | |
accepted     | repeat_inquiry    | assigned minh    | assigned minh | -next_warn@5 -next_breach@9 +warn@7 +breach@8 | reclaimed:lan#4(repeat_inquiry) assigned:minh#5(repeat_inquiry) | lan is free
closed       | repeat_inquiry    | assigned minh    | assigned minh | +warn@7 +breach@8 | assigned:minh#5(repeat_inquiry)

assigned     | response_timeout  | assigned minh    | assigned minh | -warn@1 -breach@2 +warn@7 +breach@8 | reclaimed:lan#4(response_timeout) assigned:minh#5(response_timeout) | lan is free
accepted     | next_step_timeout | held             | held | -next_warn@5 -next_breach@9 +hold@6 | reclaimed:lan#4(next_step_timeout) held#5(no_eligible_member) | lan is free
assigned     | declined          | escalated        | escalated | -warn@1 -breach@2 | | lan is free
accepted     | recycled          | nurtured         | with_nurture | -next_warn@5 -next_breach@9 | | lan is free

held         | claim             | claimed minh     | accepted minh | -hold@3 | accepted:minh#5(claim)
assigned     | claim             | claimed minh     | accepted minh | -warn@1 -breach@2 | reclaimed:lan#4(claim) accepted:minh#5(claim) | lan is free
closed       | claim             | claimed minh     | accepted minh | | accepted:minh#5(claim)
accepted     | transfer          | transferred minh | assigned minh | -next_warn@5 -next_breach@9 +warn@7 +breach@8 | reclaimed:lan#4(transfer) assigned:minh#5(transfer) | lan is free

held         | hold_drained      | assigned minh    | assigned minh | -hold@3 +warn@7 +breach@8 | assigned:minh#5(hold_drained)
held         | hold_expired      | escalated        | escalated | -hold@3 |
held         | hold_expired      | held             | held | -hold@3 +hold@6 | held#5(no_eligible_member)
held         | recycled          | nurtured         | with_nurture | -hold@3 |

assigned     | member_away       | assigned minh    | assigned minh | -warn@1 -breach@2 +warn@7 +breach@8 | reclaimed:lan#4(member_away) assigned:minh#5(member_away) | lan is free
with_nurture | handed_back       | assigned minh    | assigned minh | +warn@7 +breach@8 | assigned:minh#5(handed_back)
accepted     | handed_back       | superseded lan   | accepted lan | |
escalated    | swept             | assigned minh    | assigned minh | +warn@7 +breach@8 | assigned:minh#5(swept)

offered      | offer_taken       | claimed minh     | accepted minh | -warn@1 -breach@2 +next_warn@30 +next_breach@60 | reclaimed:lan#4(offer_taken) accepted:minh#5(offer_taken)
offered      | response_timeout  | escalated        | escalated | -warn@1 -breach@2 | reclaimed:lan#4(response_timeout) reclaimed:minh#4(response_timeout)
offered      | response_timeout  | offered minh     | offered | -warn@1 -breach@2 +warn@7 +breach@8 | reclaimed:lan#4(response_timeout) offered:minh#5(response_timeout)
)";

template <class Enum>
Enum named(const std::string& name, int first, Enum last) {
  for (int value = first; value <= static_cast<int>(last); ++value) {
    if (router::name_of(static_cast<Enum>(value)) == name) return static_cast<Enum>(value);
  }
  ADD_FAILURE() << "no " << name;
  return last;
}

TEST_F(LeadTransition, WhereADecisionLeads) {
  std::istringstream lines(kDecisions);
  for (std::string line; std::getline(lines, line);) {
    if (line.empty()) continue;
    std::istringstream words(line);
    std::string status, trigger, outcome, bar, word;
    words >> status >> bar >> trigger >> bar >> outcome;
    std::vector<std::string> people;
    while (words >> word && word != "|") people.push_back(word);
    std::string told;
    std::getline(words >> std::ws, told);
    EXPECT_EQ(text(after(named(status, 0, kLastLeadStatus), named(trigger, 1, kTriggers.back().value),
                         named(outcome, 1, kOutcomes.back().value), people)),
              told)
        << line;
  }
}

TEST_F(LeadTransition, WhatPeopleDo) {
  const auto moved = [&](LeadStatus from, const auto& by) { return text(by(lead_in(from))); };
  const auto accept = [&](const RoutedLead& lead) { return accepted(lead, routing_, kNow); };
  const auto progress = [&](const RoutedLead& lead) { return progressed(lead, routing_, kNow); };
  const auto close = [&](const RoutedLead& lead) { return closed(lead, "lost", "too dear"); };
  const auto decline = [&](const RoutedLead& lead) { return offer_declined(lead, MemberId("lan"), "busy"); };
  EXPECT_EQ(moved(LeadStatus::kAssigned, accept),
            "accepted lan | -warn@1 -breach@2 +next_warn@30 +next_breach@60 | accepted:lan#4");
  EXPECT_EQ(moved(LeadStatus::kAccepted, progress),
            "accepted lan | -next_warn@5 -next_breach@9 +next_warn@30 +next_breach@60 |");
  EXPECT_EQ(moved(LeadStatus::kAssigned, close), "closed lan | -warn@1 -breach@2 | closed:lan#4(lost) | lan is free");
  EXPECT_EQ(moved(LeadStatus::kHeld, close), "closed | -hold@3 | closed#4(lost)");
  EXPECT_EQ(moved(LeadStatus::kOffered, close),
            "closed | -warn@1 -breach@2 | closed#4(lost) reclaimed:lan#4(closed) reclaimed:minh#4(closed)");
  EXPECT_EQ(moved(LeadStatus::kOffered, decline), "offered | | declined:lan#4(busy)");
  EXPECT_EQ(offer_declined(lead_in(LeadStatus::kOffered), MemberId("lan"), "").lead.offered,
            std::vector{MemberId("minh")});
  RoutedLead claim = lead_in(LeadStatus::kAccepted);
  claim.claimed = true;
  EXPECT_EQ(text(progress(claim)), "accepted lan | |") << "a claim has no timers";
  EXPECT_DEATH(moved(LeadStatus::kAccepted, accept), "CHECK failed");
  EXPECT_DEATH(moved(LeadStatus::kClosed, close), "CHECK failed");
  EXPECT_DEATH(moved(LeadStatus::kHeld, decline), "CHECK failed");
}

TEST_F(LeadTransition, AClosedLeadKeepsWhoseItWasAndNothingThatRuns) {
  RoutedLead lead = lead_in(LeadStatus::kAccepted);
  lead.value = {5000, "VND"};
  lead.unreachable_at = lead.returned_at = kNow;
  const Transition won = closed(lead, std::string(kClosedAsWon), "gladly");
  EXPECT_EQ(won.facts.at(0).value, lead.value);
  EXPECT_EQ(won.facts.at(0).detail, "gladly");
  EXPECT_EQ(won.lead.member, MemberId("lan"));
  EXPECT_EQ(std::pair(won.lead.closed_reason, won.lead.closed_detail),
            std::pair(std::string("won"), std::string("gladly")));
  EXPECT_TRUE(timers_of(won.lead).empty());
  EXPECT_EQ(std::tuple(won.lead.unreachable_at, won.lead.returned_at, won.lead.held_since, won.lead.counted_pool),
            std::tuple(std::nullopt, std::nullopt, std::nullopt, PoolId()));
  EXPECT_EQ(closed(lead, "lost", "").facts.at(0).value, DealValue()) << "only a deal that was won has a value";
}

TEST_F(LeadTransition, WhoHadItAndWhoseWorkItIs) {
  const RoutedLead assigned = after(LeadStatus::kUnrouted, Trigger::kNewLead, Outcome::kAssigned, {"lan"}).lead;
  EXPECT_EQ(assigned.counted_pool, PoolId("sales"));
  EXPECT_EQ(assigned.attempt, 1) << "an inquiry counts anew";
  EXPECT_EQ(assigned.last_decision, DecisionId("d5"));
  const RoutedLead again = after(LeadStatus::kAssigned, Trigger::kResponseTimeout, Outcome::kAssigned, {"minh"}).lead;
  EXPECT_EQ(again.tried, (std::vector{MemberId("lan"), MemberId("minh")}));
  EXPECT_EQ(again.attempt, 2);
  const RoutedLead claimed = after(LeadStatus::kAssigned, Trigger::kClaim, Outcome::kClaimed, {"minh"}).lead;
  EXPECT_EQ(std::tuple(claimed.claimed, claimed.counted_pool, claimed.pool, claimed.last_owner),
            std::tuple(true, PoolId(), PoolId("sales"), MemberId("minh")));
  const RoutedLead taken = after(LeadStatus::kOffered, Trigger::kOfferTaken, Outcome::kClaimed, {"minh"}).lead;
  EXPECT_EQ(std::tuple(taken.claimed, taken.counted_pool, taken.attempt), std::tuple(false, PoolId("sales"), 1));
  const RoutedLead given = after(LeadStatus::kHeld, Trigger::kTransfer, Outcome::kTransferred, {"minh"}).lead;
  EXPECT_EQ(given.counted_pool, PoolId()) << "a person gave it, so it is not the pool's work";
}

TEST_F(LeadTransition, History) {
  RoutedLead lead = lead_in(LeadStatus::kAccepted);
  note(lead, Step::kUnreachable, {}, kNow - 5min);
  note(lead, Step::kUnreachable, {}, kNow);
  EXPECT_EQ(lead.unreachable_at, kNow - 5min) << "since the first time";
  EXPECT_EQ(lead.last_step_at, kNow);
  note(lead, Step::kProposal, {7000, "VND"}, kNow);
  EXPECT_EQ(std::tuple(lead.last_step, lead.unreachable_at), std::tuple(std::optional(Step::kProposal), std::nullopt));
  note(lead, std::nullopt, {}, kNow);
  EXPECT_EQ(lead.value, (DealValue{7000, "VND"})) << "what is not spoken of stays";
  EXPECT_EQ(lead.last_step, Step::kProposal);

  const RoutedLead returned = after(LeadStatus::kAccepted, Trigger::kRecycled, Outcome::kNurtured).lead;
  EXPECT_EQ(returned.returned_at, kNow);
  EXPECT_EQ(returned.last_step_at, std::nullopt);
  EXPECT_EQ(after(LeadStatus::kAssigned, Trigger::kDeclined, Outcome::kAssigned, {"minh"}).lead.returned_at,
            std::nullopt)
      << "somebody has it";
  EXPECT_EQ(after(LeadStatus::kHeld, Trigger::kHoldExpired, Outcome::kHeld).lead.held_since, kNow - 10min)
      << "through all holds without an owner in between";
  EXPECT_EQ(after(LeadStatus::kAssigned, Trigger::kResponseTimeout, Outcome::kHeld).lead.held_since, kNow);
}

TEST_F(LeadTransition, AnInquiryAndAScoreMoveALeadInItsHold) {
  RoutedLead held = lead_in(LeadStatus::kHeld);
  held.claimed = true;
  rescored(held, 50, "hot");
  const std::string key = held.hold_key;
  inquired(held, kNow);
  EXPECT_GT(held.hold_key, key) << "of the same score, the older inquiry goes first";
  EXPECT_TRUE(held.inquiry_pending);
  EXPECT_FALSE(held.claimed);
  rescored(held, 60, "hot");
  EXPECT_LT(held.hold_key, key);
  RoutedLead assigned = lead_in(LeadStatus::kAssigned);
  rescored(assigned, 60, "hot");
  EXPECT_EQ(assigned.hold_key, "");
}

TEST_F(LeadTransition, WhoIsAwayDuringAnOfferHasNotTriedIt) {
  const auto spared = [&](Trigger trigger, const std::vector<MemberId>& absent) {
    const RoutedLead lead = lead_in(LeadStatus::kOffered);
    RoutingInput input = routing_input(lead, trigger, kNow);
    spare_the_absent(lead, absent, input);
    std::string text = std::to_string(input.attempt);
    for (const auto& member : input.tried) text += " " + member.value();
    return text;
  };
  const MemberId lan("lan"), minh("minh");
  EXPECT_EQ(spared(Trigger::kResponseTimeout, {}), "1 lan minh");
  EXPECT_EQ(spared(Trigger::kResponseTimeout, {lan}), "1 minh");
  EXPECT_EQ(spared(Trigger::kResponseTimeout, {lan, minh}), "0") << "nobody was there to answer";
  EXPECT_EQ(spared(Trigger::kDeclined, {lan}), "1 minh");
  EXPECT_EQ(spared(Trigger::kOfferTaken, {lan, minh}), "1") << "somebody answered";
}

TEST_F(LeadTransition, WhatALeadSaysToADecision) {
  RoutedLead lead = lead_in(LeadStatus::kAssigned);
  lead.journey = JourneyId("warm");
  const RoutingInput breach = routing_input(lead, Trigger::kResponseTimeout, kNow);
  EXPECT_EQ(std::tuple(breach.previous_owner, breach.attempt, breach.tried, breach.pinned_pool),
            std::tuple(MemberId("lan"), 1, lead.tried, PoolId("sales")));
  const RoutingInput repeat = routing_input(lead, Trigger::kRepeatInquiry, kNow);
  EXPECT_EQ(std::tuple(repeat.attempt, repeat.tried.size(), repeat.pinned_pool), std::tuple(0, 0u, PoolId()))
      << "rules are asked anew";
  EXPECT_EQ(routing_input(lead, Trigger::kHandedBack, kNow).handed_back_by, JourneyId("warm"));
  EXPECT_EQ(routing_input(lead_in(LeadStatus::kHeld), Trigger::kHoldDrained, kNow).previous_owner, MemberId());
}

// Where a timer fires that the lead has no more, nothing happens.
TEST_F(LeadTransition, ATimerConcernsTheLeadsThatHaveIt) {
  for (int value = 0; value <= static_cast<int>(kLastLeadStatus); ++value) {
    const RoutedLead lead = lead_in(static_cast<LeadStatus>(value));
    for (const auto& row : kLeadTimers)
      EXPECT_EQ(next(lead.status, row.concerns).has_value(), (lead.*row.due).has_value())
          << router::name_of(lead.status) << ", " << row.name;
  }
  EXPECT_EQ(timeout_of(lead_in(LeadStatus::kAccepted), Trigger::kNextStepTimeout).reason, "next_step");
  EXPECT_EQ(timeout_of(lead_in(LeadStatus::kHeld), Trigger::kHoldExpired).reason, "no_eligible_member");
}

TEST_F(LeadTransition, EachTimerIsSetClearedAndTakenFromItsField) {
  RoutedLead lead;
  for (const auto& row : kLeadTimers) lead.*row.due = kNow;
  EXPECT_EQ(timers_of(lead).size(), kLeadTimers.size());
  for (const auto& row : kLeadTimers) {
    timer_fired(lead, row.timer);
    EXPECT_FALSE(lead.*row.due) << row.name;
  }
}

}  // namespace
}  // namespace leakproof::router
