#include "router/domain/candidates.h"

#include <gtest/gtest.h>

#include "base/time_text.h"
#include "router/domain/routing.h"
#include "rules/schema.h"

namespace leakproof::router {
namespace {

using namespace std::chrono_literals;

const Instant kNow = *parse_instant("2026-02-06T10:00:00Z");

class Candidates : public ::testing::Test {
 protected:
  Candidates() {
    language_ = routing_.schema.add("lead.language", rules::Type::kString);
    for (const char* id : {"lan", "kai"}) {
      routing_.members[MemberId(id)].id = MemberId(id);
      pool_.members.push_back({MemberId(id), 3});
    }
    record_.emplace(routing_.schema);
    record_->set(language_, "de");
  }
  Member& member(const char* id) { return routing_.members[MemberId(id)]; }
  std::vector<Candidate> of() { return candidates_of(routing_, pool_, seen_, {*record_, kNow, tried_}); }
  rules::Program compile(const char* text) {
    return std::get<rules::Program>(rules::Program::compile(text, routing_.schema, rules::Type::kBool));
  }
  Routing routing_;
  Pool pool_{.id = PoolId("p")};
  rules::Slot language_;
  std::optional<rules::Record> record_;
  std::vector<MemberSnapshot> seen_ = {{.online = true, .load = {}}, {.online = true, .load = {}}};
  std::vector<MemberId> tried_;
};

TEST_F(Candidates, WhoLacksASkillTheLeadNeedsIsNoneAndSaysWhatHeLacks) {
  member("lan").skills = {{"german", 1}, {"cars", 5}};
  member("kai").skills = {{"german", 4}};
  pool_.needs.push_back({"german", 2, compile("lead.language == 'de'")});
  auto candidates = of();
  EXPECT_EQ(candidates[0].reason, Reason::kNotSkilled);
  EXPECT_EQ(candidates[0].lacking, "german 1 of 2");
  EXPECT_EQ(candidates[1].reason, Reason::kNone);
  EXPECT_EQ(candidates[1].skill, 4);
  record_->set(language_, "vi");
  EXPECT_EQ(of()[0].reason, Reason::kNone) << "this lead needs no German";
  pool_.needs.push_back({"cars", 1, std::nullopt});
  EXPECT_EQ(of()[1].lacking, "cars 0 of 1");
  seen_[1].online = false;
  EXPECT_EQ(of()[1].reason, Reason::kOffline) << "the day comes before the skill";
}

TEST_F(Candidates, ANeedThatCannotBeEvaluatedIsNone) {
  pool_.needs.push_back({"german", 2, compile("lead.language == 'de'")});
  record_.emplace(routing_.schema);  // the language is not set
  EXPECT_EQ(of()[0].reason, Reason::kNone);
}

// Lesson 10: a newcomer is not swamped.
TEST_F(Candidates, ANewcomersWeightGrowsEvenly) {
  pool_.ramps_up = true;
  member("lan").ramp_up = {kNow - 10h, 40h, 20};
  EXPECT_EQ(of()[0].weight, 3 * 40);
  EXPECT_EQ(of()[1].weight, 3 * 100) << "of the others the whole";
  EXPECT_EQ(ramped_up({kNow, 40h, 20}, kNow - 1h), 20);
  EXPECT_EQ(ramped_up({kNow, 40h, 20}, kNow + 40h), 100);
  EXPECT_EQ(ramped_up({}, kNow), 100);
}

TEST_F(Candidates, WhoMakesUpForALeaveCountsTwiceAndRoundRobinKnowsNoWeights) {
  pool_.leave_credit.earns = true;
  seen_[0].leave_credit = 1;
  EXPECT_EQ(of()[0].weight, 6);
  EXPECT_EQ(of()[1].weight, 3);
  pool_.strategy = Strategy::kRoundRobin;
  EXPECT_EQ(of()[1].weight, 1);
}

}  // namespace
}  // namespace leakproof::router
