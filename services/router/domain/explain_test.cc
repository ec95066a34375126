#include "router/domain/explain.h"

#include <gmock/gmock.h>

namespace leakproof::router {
namespace {

using ::testing::ElementsAre;

Verdict assigned() {
  Verdict verdict;
  verdict.outcome = Outcome::kAssigned;
  verdict.chosen = {RuleId("vn"), PoolId("sales"), MemberId("minh"), {}};
  verdict.walk.trace = {{RuleId("de"), false, "lead.country == \"DE\" (is \"VN\")"}, {RuleId("vn"), true, ""}};
  verdict.pool = PoolId("sales");
  verdict.candidates = {{MemberId("lan"), Reason::kAtCapOpen, 1, true, {.open = 5}}, {MemberId("minh"), Reason::kNone, 2, true, {}}};
  verdict.breach_at = Instant(std::chrono::minutes(10));
  return verdict;
}

TEST(Explain, NamesRulesCandidatesChoiceAndDeadline) {
  EXPECT_THAT(
      explain(Situation(), assigned()),
      ElementsAre("A new lead came in.", "Rule de did not match: lead.country == \"DE\" (is \"VN\").", "Rule vn matched.",
                  "Member lan is at the cap of open work (5 open).", "Member minh could take it.",
                  "Assigned to minh of pool sales, whose turn it was.", "It is taken back unless accepted by 1970-01-01T00:10:00Z."));
}

TEST(Explain, Summary) {
  EXPECT_EQ(summary(Situation(), assigned()), "A new lead came in. Rule vn matched. Assigned to minh of pool sales, whose turn it was.");
}

TEST(Explain, WhyNot) {
  EXPECT_EQ(why_not(Situation(), assigned(), MemberId("minh")), "minh got the lead.");
  EXPECT_EQ(why_not(Situation(), assigned(), MemberId("lan")), "lan is at the cap of open work (5 open) at 1970-01-01T00:00:00Z.");
  EXPECT_EQ(why_not(Situation(), assigned(), MemberId("eva")), "eva is not in pool sales, where the lead was sent.");
  Verdict held;
  held.reason = Reason::kNoRuleMatched;
  EXPECT_EQ(why_not(Situation(), held, MemberId("lan")), "No pool was looked at. Held: no rule matched and there is no fallback.");
}

TEST(Explain, EveryOutcomeAndTriggerHasItsSentence) {
  for (int trigger = 1; trigger <= 10; ++trigger) {
    for (int outcome = 1; outcome <= 7; ++outcome) {
      Situation situation;
      situation.trigger = static_cast<Trigger>(trigger);
      Verdict verdict;
      verdict.outcome = static_cast<Outcome>(outcome);
      for (const auto& line : explain(situation, verdict)) EXPECT_FALSE(line.empty()) << trigger << ' ' << outcome;
    }
  }
}

}  // namespace
}  // namespace leakproof::router
