#include "nurture/domain/journey_engine.h"

#include <gtest/gtest.h>

namespace leakproof::nurture {
namespace {

using std::chrono::hours;
constexpr Instant kNow = instant_from_micros(1'700'000'000'000'000);

struct MachineTest : testing::Test {
  rules::Schema schema;
  rules::Slot total = schema.add("score.total", rules::Type::kDouble);
  rules::Record facts{schema};
  JourneyInput input{facts, kNow, false, {}, {}};
  Journey journey;
  JourneyCursor cursor;

  rules::Program when(const char* text) {
    return std::get<rules::Program>(rules::Program::compile(text, schema, rules::Type::kBool));
  }
  void SetUp() override {
    facts = rules::Record(schema);
    journey.journey_id = "cold";
    journey.steps = {
        {"hello", Send{}}, {"pause", Wait{hours(72)}}, {"warmer", Branch{when("score.total >= 25.0"), "offer", ""}},
        {"story", Send{}}, {"offer", Send{}},          {"done", Exit{"rested", false}}};
    cursor.step_id = "hello";
  }
  // "hello; sends hello", "pause warmer(…)": what is taken, then what follows.
  std::string go() {
    const Advance advance = nurture::advance(journey, cursor, input);
    std::string text;
    for (const auto& taken : advance.taken)
      text += taken.step_id + (taken.suppressed.empty() ? "" : "!" + taken.suppressed) + " ";
    if (const auto* waits = std::get_if<WaitUntil>(&advance.then)) {
      return text + "waits " + std::to_string(std::chrono::duration_cast<hours>(waits->until - input.now).count()) +
             "h";
    }
    if (const auto* sends = std::get_if<SendMessage>(&advance.then)) return text + "sends " + sends->step_id;
    const auto& leaves = std::get<ExitJourney>(advance.then);
    return text + "leaves " + leaves.reason + (leaves.hand_back ? " back" : "");
  }
};

TEST_F(MachineTest, GoesStepByStepAndStopsWhereItMustWait) {
  EXPECT_EQ(go(), "hello sends hello");
  EXPECT_EQ(go(), "pause waits 72h");
  EXPECT_EQ(go(), "warmer story sends story");
  EXPECT_EQ(go(), "offer sends offer");
  EXPECT_EQ(go(), "done leaves rested");
}
TEST_F(MachineTest, ABranchChoosesByTheFacts) {
  facts.set(total, 30.0);
  cursor.step_id = "warmer";
  EXPECT_EQ(go(), "warmer offer sends offer");
}
TEST_F(MachineTest, TheEndHandsBack) {
  journey.steps.pop_back();
  cursor.step_id = "offer";
  EXPECT_EQ(go(), "offer sends offer");
  EXPECT_EQ(go(), "leaves completed back");
}
TEST_F(MachineTest, WhatMayNotBeSentIsPassedOverWithTheReason) {
  input.no_send = "no_consent";
  EXPECT_EQ(go(), "hello!no_consent pause waits 72h");
}
TEST_F(MachineTest, QuietHoursDelayAndAreCheckedAgain) {
  input.send_from = kNow + hours(9);
  EXPECT_EQ(go(), "waits 9h");
  EXPECT_EQ(cursor.step_id, "hello");
  input.no_send = "no_consent";
  EXPECT_EQ(go(), "hello!no_consent pause waits 72h");
}
TEST_F(MachineTest, NobodyGetsTheSameMessageTwice) {
  go();
  cursor.step_id = "hello";
  EXPECT_EQ(go(), "hello pause waits 72h");
}
TEST_F(MachineTest, LeavesWhereverItIs) {
  journey.goal = when("score.total >= 60.0");
  journey.exit_when = when("score.total < 0.0");
  facts.set(total, 60.0);
  EXPECT_EQ(go(), "leaves goal back");
  facts.set(total, -1.0);
  EXPECT_EQ(go(), "leaves exit_when");
  input.opted_out = true;
  EXPECT_EQ(go(), "leaves opted_out");
  EXPECT_EQ(cursor.step_id, "hello");
}
TEST_F(MachineTest, RegressionAnEditNeitherRepeatsNorDropsNorFloods) {
  EXPECT_EQ(go(), "hello sends hello");
  EXPECT_EQ(go(), "pause waits 72h");
  journey.steps.insert(journey.steps.begin(), {"before", Send{}});
  std::swap(journey.steps[1], journey.steps[2]);
  EXPECT_EQ(go(), "warmer story sends story");
}
TEST_F(MachineTest, AStepThatIsGoneHandsBack) {
  cursor.step_id = "gone";
  EXPECT_EQ(go(), "leaves step_removed back");
}
TEST_F(MachineTest, ACircleEnds) {
  journey.steps[3] = {"story", Branch{when("true"), "warmer", ""}};
  cursor.step_id = "warmer";
  EXPECT_EQ(go(), "warmer story warmer story warmer story leaves loop back");
}

}  // namespace
}  // namespace leakproof::nurture
