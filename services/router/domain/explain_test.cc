#include "router/domain/explain.h"

#include <gmock/gmock.h>

#include "router/domain/fair_pick.h"
#include "router/messages/router_messages.h"

namespace leakproof::router {
namespace {

const Messages& kEnglish = messages_in(messages::Language::kEnglish);
const Messages& kVietnamese = messages_in(messages::Language::kVietnamese);

using ::testing::ElementsAre;

RoutingDecision assigned() {
  RoutingDecision decision;
  decision.outcome = Outcome::kAssigned;
  decision.chosen = {RuleId("vn"), PoolId("sales"), MemberId("minh"), {}};
  decision.walk.trace = {{RuleId("de"), false, "lead.country == \"DE\" (is \"VN\")"}, {RuleId("vn"), true, ""}};
  decision.pool = PoolId("sales");
  decision.candidates = {{.member = MemberId("lan"), .reason = Reason::kAtCapOpen, .seen = {.load = {.open = 5}}},
                         {.member = MemberId("minh"), .weight = 2}};
  decision.breach_at = Instant(std::chrono::minutes(10));
  return decision;
}

TEST(Explain, NamesRulesCandidatesChoiceAndDeadline) {
  EXPECT_THAT(explain(RoutingInput(), assigned(), kEnglish),
              ElementsAre("A new lead came in.", "Rule de did not match: lead.country == \"DE\" (is \"VN\").",
                          "Rule vn matched.", "Member lan is at the cap of open work (5 open).",
                          "Member minh could take it.", "Assigned to minh of pool sales, whose turn it was.",
                          "It is taken back unless accepted by 1970-01-01T00:10:00Z."));
}

TEST(Explain, SaysWhyNurtureHandedTheLeadBackAndWhatItDid) {
  RoutingInput input;
  input.trigger = Trigger::kHandedBack;
  const auto said = [&](const char* reason, const Messages& texts = kEnglish) {
    input.hand_back = {JourneyId("warm"), reason, {"hello", "pause"}};
    return explain(input, assigned(), texts).front();
  };
  EXPECT_EQ(said("no_consent"), "Nurture handed the lead back from journey warm: it did not agree to messages.");
  EXPECT_EQ(said("rested"), "Nurture handed the lead back from journey warm: rested.");
  EXPECT_EQ(said("goal", kVietnamese),
            "Bộ phận chăm sóc trả khách hàng lại từ hành trình warm: khách hàng đã sẵn sàng.");
  EXPECT_EQ(explain(input, assigned(), kEnglish)[1], "It went through hello, pause.");
  input.hand_back.reset();
  EXPECT_EQ(explain(input, assigned(), kEnglish).front(), "Nurture handed the lead back.") << "of an earlier version";
}

TEST(Explain, Summary) {
  EXPECT_EQ(summary(RoutingInput(), assigned(), kEnglish),
            "A new lead came in. Rule vn matched. Assigned to minh of pool sales, whose turn it was.");
}

TEST(Explain, WhyNot) {
  EXPECT_EQ(why_not(RoutingInput(), assigned(), MemberId("minh"), kEnglish), "minh got the lead.");
  EXPECT_EQ(why_not(RoutingInput(), assigned(), MemberId("lan"), kEnglish),
            "lan is at the cap of open work (5 open) at 1970-01-01T00:00:00Z.");
  EXPECT_EQ(why_not(RoutingInput(), assigned(), MemberId("eva"), kEnglish),
            "eva is not in pool sales, where the lead was sent.");
  RoutingDecision held;
  held.reason = Reason::kNoRuleMatched;
  EXPECT_EQ(why_not(RoutingInput(), held, MemberId("lan"), kEnglish),
            "No pool was looked at. Held: no rule matched and there is no fallback.");
}

// A credit is told in leads; one of an earlier version as it was counted then.
TEST(Explain, WhyItWasAnothersTurn) {
  RoutingDecision decision = assigned();
  decision.candidates[0] = {.member = MemberId("lan"), .weight = 3, .seen = {.credit = -kLeadOfCredit * 5 / 4}};
  EXPECT_EQ(why_not(RoutingInput(), decision, MemberId("lan"), kEnglish),
            "lan could take it, and it was the turn of minh (credit before the pick, weight: -1.25, 3).");
  decision.credits = Credits::kLegacyWeights;
  decision.candidates[0].seen.credit = -4;
  EXPECT_EQ(why_not(RoutingInput(), decision, MemberId("lan"), kEnglish),
            "lan could take it, and it was the turn of minh (credit before the pick, weight: -4, 3).");
}

TEST(Explain, EveryOutcomeAndTriggerHasItsSentence) {
  for (const auto& trigger : kTriggers) {
    for (const auto& outcome : kOutcomes) {
      RoutingInput input;
      input.trigger = trigger.value;
      RoutingDecision decision;
      decision.outcome = outcome.value;
      const auto english = explain(input, decision, kEnglish);
      const auto vietnamese = explain(input, decision, kVietnamese);
      ASSERT_EQ(english.size(), vietnamese.size());
      for (std::size_t i = 0; i < english.size(); ++i) {
        EXPECT_FALSE(english[i].empty() || vietnamese[i].empty()) << trigger.name << ' ' << outcome.name;
        EXPECT_NE(english[i], vietnamese[i]);
        EXPECT_EQ((english[i] + vietnamese[i]).find('{'), std::string::npos)
            << english[i] << ": a place was left empty";
      }
    }
  }
}

TEST(Explain, EveryCandidateSaysWhatCausedItsReason) {
  Candidate candidate{
      .member = MemberId("lan"), .seen = {.load = {1, 2, 3, 4, 5}}, .tier = 6, .skill = 7, .lacking = "german 1 of 2"};
  const std::pair<Reason, const char*> cases[] = {
      {Reason::kAtCapOpen, "(1 open)"},         {Reason::kAtCapHour, "(2 this hour)"},
      {Reason::kAtCapDay, "(3 today)"},         {Reason::kAtCapWeek, "(4 this week)"},
      {Reason::kAtCapMonth, "(5 this month)"},  {Reason::kBusier, "(1 open)"},
      {Reason::kLowerTier, "tier 6"},           {Reason::kLessSkilled, "(level 7)"},
      {Reason::kNotSkilled, "(german 1 of 2)"},
  };
  for (const auto& [reason, state] : cases) {
    candidate.reason = reason;
    RoutingDecision decision = assigned();
    decision.candidates = {candidate};
    EXPECT_NE(why_not(RoutingInput(), decision, MemberId("lan"), kEnglish).find(state), std::string::npos)
        << name_of(reason);
    for (const auto* texts : {&kEnglish, &kVietnamese})
      EXPECT_EQ(why_not(RoutingInput(), decision, MemberId("lan"), *texts).find("{"), std::string::npos)
          << name_of(reason);
  }
}

TEST(Explain, InVietnamese) {
  EXPECT_THAT(
      explain(RoutingInput(), assigned(), kVietnamese),
      ElementsAre("Có khách hàng tiềm năng mới.", "Quy tắc de không phù hợp: lead.country == \"DE\" (là \"VN\").",
                  "Quy tắc vn phù hợp.", "Thành viên lan đã đủ số khách hàng đang mở (5 đang mở).",
                  "Thành viên minh có thể nhận.", "Giao cho minh thuộc nhóm sales vì đến lượt.",
                  "Sẽ bị thu hồi nếu không nhận trước 1970-01-01T00:10:00Z."));
}

// In words that are true: who accepted and left the company did not go away before answering.
TEST(Explain, WhyItWasTakenFromSomebodyWhoIsAway) {
  RoutingInput input;
  input.trigger = Trigger::kMemberAway;
  input.previous_owner = MemberId("lan");
  const auto said = [&](PreviousOwner state) {
    input.previous_owner_state = state;
    return explain(input, assigned(), kEnglish).front();
  };
  EXPECT_EQ(said(PreviousOwner::kAssigned), "lan went away before answering.");
  EXPECT_EQ(said(PreviousOwner::kGone), "lan no longer takes leads here.");
  EXPECT_EQ(said(PreviousOwner::kUnknown), "lan is away or gone.") << "of an earlier version";
}

TEST(Explain, RowsOfATableThatDidNotMatchAreOneLine) {
  RoutingDecision decision = assigned();
  decision.walk.trace = {{RuleId("de"), false, "lead.a == 1 (is 2)"},
                         {RuleId("places:row-2"), false, "lead.b == 1 (is not set)"},
                         {RuleId("places:row-3"), false, "lead.b == 2 (is not set)"},
                         {RuleId("places:row-4"), true, ""}};
  const auto english = explain(RoutingInput(), decision, kEnglish);
  EXPECT_EQ(english[2], "2 rows of table places did not match.");
  EXPECT_EQ(english[3], "Rule places:row-4 matched.");
  EXPECT_EQ(explain(RoutingInput(), decision, kVietnamese)[1], "Quy tắc de không phù hợp: lead.a == 1 (là 2).");
}

// Nothing of a Vietnamese explanation is English but what the workspace itself says.
TEST(Explain, VietnameseHasNoEnglishLeftInIt) {
  RoutingDecision decision = assigned();
  const std::pair<const char*, const char*> rows[] = {
      {"lead.a == 1 (is not set)", "lead.a == 1 (chưa có)"},
      {"(lead.a == 1 || lead.b == 2) (lead.a is 2, lead.b is not set)",
       "(lead.a == 1 || lead.b == 2) (lead.a là 2, lead.b chưa có)"},
      {"it leads back to the journey that handed the lead over",
       "quy tắc dẫn về chính hành trình vừa trả khách hàng lại"},
      {"in force from 2026-12-01T00:00:00Z", "có hiệu lực từ 2026-12-01T00:00:00Z"}};
  for (const auto& [failing, said] : rows) {
    decision.walk.trace = {{RuleId("r"), false, failing}};
    EXPECT_EQ(explain(RoutingInput(), decision, kVietnamese)[1], std::string("Quy tắc r không phù hợp: ") + said + ".");
  }
  decision.candidates = {{.member = MemberId("lan"), .reason = Reason::kNotSkilled, .lacking = "german 1 of 2"}};
  EXPECT_EQ(explain(RoutingInput(), decision, kVietnamese)[2],
            "Thành viên lan thiếu kỹ năng mà khách hàng cần (german mức 1, cần mức 2).");
}

TEST(Explain, AnOfferAndAPoolThatIsFull) {
  RoutingDecision offered = assigned();
  offered.outcome = Outcome::kOffered;
  offered.chosen.member = {};
  offered.offered = {MemberId("minh"), MemberId("tuan")};
  EXPECT_EQ(explain(RoutingInput(), offered, kEnglish)[5],
            "Offered to minh, tuan of pool sales: the first who accepts has it.");
  EXPECT_EQ(why_not(RoutingInput(), offered, MemberId("minh"), kEnglish), "minh was offered the lead, as others were.");
  RoutingDecision full = assigned();
  full.outcome = Outcome::kHeld;
  full.reason = Reason::kPoolAtCapWeek;
  full.chosen.member = {};
  full.load = {1, 2, 3, 44, 5};
  EXPECT_EQ(why_not(RoutingInput(), full, MemberId("minh"), kEnglish),
            "Held: pool sales is at its weekly cap (44 this week).");
}

TEST(Explain, AnAccountAndItsOwner) {
  RoutingDecision owned = assigned();
  owned.account = "acme";
  owned.reason = Reason::kAccountOwner;
  owned.candidates[0].reason = Reason::kNotAccountOwner;
  const auto english = explain(RoutingInput(), owned, kEnglish);
  const auto vietnamese = explain(RoutingInput(), owned, kVietnamese);
  EXPECT_EQ(english[1], "The lead is of account acme.");
  EXPECT_EQ(english[4], "Member lan could take it, but who has the lead's account goes first.");
  EXPECT_EQ(english[6], "Assigned to minh of pool sales, who has the account.");
  EXPECT_EQ(vietnamese[1], "Khách hàng thuộc công ty acme.");
  EXPECT_EQ(vietnamese[4], "Thành viên lan có thể nhận, nhưng người phụ trách công ty của khách hàng được ưu tiên.");
  EXPECT_EQ(vietnamese[6], "Giao cho minh thuộc nhóm sales vì phụ trách công ty này.");
}

}  // namespace
}  // namespace leakproof::router
