#include "router/domain/rule_walk.h"

#include <gtest/gtest.h>
#include <malloc.h>

#include "router/domain/limits.h"
#include "router/domain/routing.h"
#include "rules/schema.h"

namespace leakproof::router {
namespace {

using rules::Type;

class RuleWalk : public ::testing::Test {
 protected:
  RuleWalk() {
    country_ = schema_.add("lead.country", Type::kString);
    budget_ = schema_.add("lead.budget", Type::kInt);
    schema_.add("lead.campaign", Type::kString);
    schema_.add("lead.domain", Type::kString);
  }
  Rule rule(const std::string& id, const std::string& when) {
    return {
        RuleId(id), std::get<rules::Program>(rules::Program::compile(when, schema_, Type::kBool)), {PoolId("p"), {}}};
  }
  rules::Schema schema_;
  rules::Slot country_, budget_;
};

TEST_F(RuleWalk, FirstMatchWinsAndTheOthersSayWhyNot) {
  rules::Record record(schema_);
  record.set(country_, "DE");
  const RuleList list({rule("vn", "lead.country == 'VN'"), rule("de", "lead.country == 'DE'"), rule("all", "true")});
  const Walk walk = walk_rules(list, record, Instant());
  ASSERT_NE(walk.matched, nullptr);
  EXPECT_EQ(walk.matched->id, RuleId("de"));
  ASSERT_EQ(walk.trace.size(), 2u);
  EXPECT_FALSE(walk.trace[0].matched);
  EXPECT_NE(walk.trace[0].failing.find("lead.country"), std::string::npos) << walk.trace[0].failing;
  EXPECT_TRUE(walk.trace[1].matched && walk.trace[1].failing.empty());
  EXPECT_FALSE(walk.truncated);
}

// As one by one, so by the index of many.
TEST_F(RuleWalk, ARuleIsInForceFromAndUntil) {
  const rules::Record record(schema_);
  const Instant start = Instant(std::chrono::hours(1000)), end = Instant(std::chrono::hours(2000));
  for (const int others : {0, 100}) {
    std::vector<Rule> list;
    for (int i = 0; i < others; ++i) list.push_back(rule("r" + std::to_string(i), "false"));
    list.push_back(rule("season", "true"));
    list.back().from = start;
    list.back().until = end;
    list.push_back(rule("always", "true"));
    const RuleList rules(list);
    const auto taken_at = [&](Instant at) { return walk_rules(rules, record, at).matched->id.value(); };
    EXPECT_EQ(taken_at(start - Duration(1)), "always");
    EXPECT_EQ(taken_at(start), "season");
    EXPECT_EQ(taken_at(end - Duration(1)), "season");
    EXPECT_EQ(taken_at(end), "always");
    const auto why_at = [&](Instant at) {
      const auto trace = walk_rules(rules, record, at).trace;
      return trace[trace.size() - 2].failing;
    };
    EXPECT_EQ(why_at(Instant()), "in force from 1970-02-11T16:00:00Z");
    EXPECT_EQ(why_at(end), "in force until 1970-03-25T08:00:00Z");
  }
}

// Regression 9: a condition that fails at run time is a reason, and the next rule is asked.
TEST_F(RuleWalk, ConditionThatFailsAtRunTimeIsAReasonAndTheNextRuleIsAsked) {
  const rules::Record record(schema_);
  const RuleList list({rule("absent", "lead.budget > 5"), rule("zero", "1 / 0 == 1"), rule("all", "true")});
  const Walk walk = walk_rules(list, record, Instant());
  ASSERT_EQ(walk.trace.size(), 3u);
  EXPECT_FALSE(walk.trace[0].failing.empty());
  EXPECT_FALSE(walk.trace[1].failing.empty());
  EXPECT_EQ(walk.matched->id, RuleId("all"));
}

TEST_F(RuleWalk, KeepsTheLastRulesLookedAt) {
  const rules::Record record(schema_);
  std::vector<Rule> list;
  for (int i = 0; i < 100; ++i) list.push_back(rule("r" + std::to_string(i), "false"));
  const Walk walk = walk_rules(RuleList(list), record, Instant());
  EXPECT_EQ(walk.matched, nullptr);
  EXPECT_TRUE(walk.truncated);
  ASSERT_EQ(walk.trace.size(), kRulesKept);
  EXPECT_EQ(walk.trace.back().rule, RuleId("r99"));
  EXPECT_TRUE(walk_rules(RuleList(), record, Instant()).trace.empty());
}

TEST_F(RuleWalk, AJourneyThatHandsALeadBackDoesNotGetItRightBack) {
  const rules::Record record(schema_);
  RuleList list({rule("warm", "true"), rule("all", "true")});
  list.in_order[0].to = {{}, JourneyId("warm_up")};
  EXPECT_EQ(walk_rules(list, record, Instant()).matched->id, RuleId("warm"));
  const Walk walk = walk_rules(list, record, Instant(), JourneyId("warm_up"));
  EXPECT_EQ(walk.matched->id, RuleId("all"));
  EXPECT_NE(walk.trace[0].failing.find("leads back"), std::string::npos);
}

// Whether they are asked one by one or by the index: the same rule, the same trace.
TEST_F(RuleWalk, ManyRulesAreWalkedAsAFewAre) {
  std::vector<Rule> in_order;
  for (int i = 0; i < 200; ++i) {
    const std::string country = i % 3 == 0 ? "VN" : "DE", budget = std::to_string(i * 7 % 100);
    in_order.push_back(rule("r" + std::to_string(i), "lead.country == '" + country + "' && lead.budget > " + budget));
    if (i % 5 == 0) in_order.back().to = {{}, JourneyId("warm_up")};
  }
  in_order.push_back(rule("fails", "lead.budget / 0 > 1"));
  const RuleList indexed(in_order);
  RuleList one_by_one = indexed;
  one_by_one.index.reset();
  ASSERT_NE(indexed.index, nullptr);
  std::size_t matched = 0;
  for (const std::string country : {"VN", "DE", "FR"}) {
    for (std::int64_t budget = -1; budget < 100; ++budget) {
      rules::Record record(schema_);
      record.set(country_, country);
      if (budget >= 0) record.set(budget_, budget);
      for (const auto& barred : {JourneyId(), JourneyId("warm_up")}) {
        const Walk walk = walk_rules(indexed, record, Instant(), barred),
                   expected = walk_rules(one_by_one, record, Instant(), barred);
        EXPECT_EQ(walk.trace, expected.trace) << country << " " << budget;
        EXPECT_EQ(walk.matched ? walk.matched->id : RuleId(), expected.matched ? expected.matched->id : RuleId());
        matched += walk.matched != nullptr;
      }
    }
  }
  EXPECT_GT(matched, 100u);
}

// Compiled, indexed and with where it leads: rules of some 110 characters, as sales ops write them: a place, a budget,
// a campaign or an industry.
TEST_F(RuleWalk, ARuleTakesLessThanAKilobyte) {
  const auto used = [] {
    const auto info = mallinfo2();
    return info.uordblks + info.hblkhd;
  };
  if (used() == 0) GTEST_SKIP() << "this allocator does not count what it gives";
  constexpr int kRules = 5'000;
  const auto before = used();
  RuleList list;
  {
    std::vector<Rule> rules;
    for (int i = 0; i < kRules; ++i) {
      std::string when =
          "lead.country == 'C" + std::to_string(i % 40) + "' && lead.budget >= " + std::to_string(i % 97 * 500);
      if (i % 3 != 2) when += " && lead.campaign == 'k" + std::to_string(i / 40 % 250) + "'";
      if (i % 3 != 1) when += " && lead.domain.endsWith('" + std::to_string(i % 211) + ".example')";
      rules.push_back(rule("r" + std::to_string(i), when));
    }
    list = RuleList(std::move(rules));
  }
  EXPECT_LE((used() - before) / kRules, 1'000u);
  EXPECT_EQ(list.in_order.size(), std::size_t{kRules});
}

}  // namespace
}  // namespace leakproof::router
