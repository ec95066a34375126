#include "scoring/domain/score.h"

#include <gtest/gtest.h>

#include "rules/schema.h"
#include "scoring/domain/engagement.h"
#include "scoring/domain/model.h"

namespace leakproof::scoring {
namespace {

constexpr Instant kNow = instant_from_micros(1'700'000'000'000'000);

struct ScoreTest : testing::Test {
  rules::Schema schema;
  rules::Slot country = schema.add("lead.country", rules::Type::kString);
  rules::Slot budget = schema.add("lead.budget", rules::Type::kInt);
  Model model;

  void fit(std::string name, std::string when, double points) {
    model.of<FitRule>().push_back(
        {std::move(name), std::get<rules::Program>(rules::Program::compile(when, schema, rules::Type::kBool)), points});
  }
  void SetUp() override {
    fit("vietnam", "lead.country == 'VN'", 20);
    fit("budget", "lead.budget > 100", 30);
    fit("far", "lead.country != 'VN'", -10);
    model.of<TouchRule>() = {{"inquiry", 10, {}, 15}, {"call", 5, {}, 0}};
    model.thresholds = {25, 60, 25, 60};
  }
};

TEST_F(ScoreTest, EveryPointIsExplained) {
  rules::Record lead(schema);
  lead.set(country, "VN");
  lead.set(budget, 500);
  std::vector<TouchSum> touches;
  for (int i = 0; i < 2; ++i) add_touch(model.of<TouchRule>()[0], kNow, touches);
  add_touch(model.of<TouchRule>()[1], kNow, touches);
  const Score got = score(model, lead, touches, kNow);
  EXPECT_EQ(got.components,
            (std::vector<ScoreComponent>{{"vietnam", 20}, {"budget", 30}, {"inquiry", 15}, {"call", 5}}));
  EXPECT_EQ(got.fit, 50);
  EXPECT_EQ(got.engagement, 20);
  EXPECT_EQ(got.total, 70);
  EXPECT_EQ(got.grade, Grade::kHot);
}
TEST_F(ScoreTest, AConditionOverWhatIsNotKnownGivesNothing) {
  const Score got = score(model, rules::Record(schema), {}, kNow);
  EXPECT_TRUE(got.components.empty());
  EXPECT_EQ(got.total, 0);
  EXPECT_EQ(got.grade, Grade::kCold);
}
TEST_F(ScoreTest, PointsMaySpeakAgainst) {
  rules::Record lead(schema);
  lead.set(country, "DE");
  EXPECT_EQ(score(model, lead, {}, kNow).total, -10);
}
TEST_F(ScoreTest, TouchesOfATypeWithoutARuleCountNothing) {
  const Score got = score(model, rules::Record(schema), {{"gone", 99, kNow}}, kNow);
  EXPECT_EQ(got.total, 0);
}
TEST_F(ScoreTest, GradesBeginAtTheirThresholds) {
  const std::pair<double, Grade> rows[] = {
      {24.9, Grade::kCold}, {25, Grade::kWarm}, {59.9, Grade::kWarm}, {60, Grade::kHot}};
  for (const auto& [points, grade] : rows) {
    model.of<TouchRule>() = {{"t", points, {}, 0}};
    std::vector<TouchSum> touches;
    add_touch(model.of<TouchRule>()[0], kNow, touches);
    EXPECT_EQ(score(model, rules::Record(schema), touches, kNow).grade, grade) << points;
  }
}

}  // namespace
}  // namespace leakproof::scoring
