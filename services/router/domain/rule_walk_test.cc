#include "router/domain/rule_walk.h"

#include <gtest/gtest.h>

#include "router/domain/limits.h"

namespace leakproof::router {
namespace {

using rules::Type;

class RuleWalk : public ::testing::Test {
 protected:
  RuleWalk() {
    country_ = schema_.add("lead.country", Type::kString);
    budget_ = schema_.add("lead.budget", Type::kInt);
  }
  Rule rule(const std::string& id, const std::string& when) {
    return {RuleId(id), std::get<rules::Program>(rules::Program::compile(when, schema_, Type::kBool)), {PoolId("p"), {}}};
  }
  rules::Schema schema_;
  rules::Slot country_, budget_;
};

TEST_F(RuleWalk, FirstMatchWinsAndTheOthersSayWhyNot) {
  rules::Record record(schema_);
  record.set(country_, "DE");
  const std::vector<Rule> list = {rule("vn", "lead.country == 'VN'"), rule("de", "lead.country == 'DE'"), rule("all", "true")};
  const Walk walk = walk_rules(list, record, Instant());
  ASSERT_NE(walk.matched, nullptr);
  EXPECT_EQ(walk.matched->id, RuleId("de"));
  ASSERT_EQ(walk.trace.size(), 2u);
  EXPECT_FALSE(walk.trace[0].matched);
  EXPECT_NE(walk.trace[0].failing.find("lead.country"), std::string::npos) << walk.trace[0].failing;
  EXPECT_TRUE(walk.trace[1].matched && walk.trace[1].failing.empty());
  EXPECT_FALSE(walk.truncated);
}

// Regression 9: a condition that fails at run time is a reason, and the next rule is asked.
TEST_F(RuleWalk, ConditionThatFailsAtRunTimeIsAReasonAndTheNextRuleIsAsked) {
  const rules::Record record(schema_);
  const Walk walk = walk_rules({rule("absent", "lead.budget > 5"), rule("zero", "1 / 0 == 1"), rule("all", "true")}, record, Instant());
  ASSERT_EQ(walk.trace.size(), 3u);
  EXPECT_FALSE(walk.trace[0].failing.empty());
  EXPECT_FALSE(walk.trace[1].failing.empty());
  EXPECT_EQ(walk.matched->id, RuleId("all"));
}

TEST_F(RuleWalk, KeepsTheLastRulesLookedAt) {
  const rules::Record record(schema_);
  std::vector<Rule> list;
  for (int i = 0; i < 100; ++i) list.push_back(rule("r" + std::to_string(i), "false"));
  Walk walk = walk_rules(list, record, Instant());
  EXPECT_EQ(walk.matched, nullptr);
  EXPECT_TRUE(walk.truncated);
  ASSERT_EQ(walk.trace.size(), kRulesKept);
  EXPECT_EQ(walk.trace.back().rule, RuleId("r99"));
  EXPECT_TRUE(walk_rules({}, record, Instant()).trace.empty());
}

TEST_F(RuleWalk, AJourneyThatHandsALeadBackDoesNotGetItRightBack) {
  const rules::Record record(schema_);
  std::vector<Rule> list = {rule("warm", "true"), rule("all", "true")};
  list[0].to = {{}, JourneyId("warm_up")};
  EXPECT_EQ(walk_rules(list, record, Instant()).matched->id, RuleId("warm"));
  const Walk walk = walk_rules(list, record, Instant(), JourneyId("warm_up"));
  EXPECT_EQ(walk.matched->id, RuleId("all"));
  EXPECT_NE(walk.trace[0].failing.find("leads back"), std::string::npos);
}

}  // namespace
}  // namespace leakproof::router
