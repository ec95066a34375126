#include "nurture/domain/journey_engine.h"

#include <gtest/gtest.h>

#include "rules/schema.h"

namespace leakproof::nurture {
namespace {

using std::chrono::hours;
constexpr Instant kNow = instant_from_micros(1'700'000'000'000'000);
const ChannelId kEmail("email"), kSms("sms");

struct JourneyEngineTest : testing::Test {
  rules::Schema schema;
  rules::Slot total = schema.add("score.total", rules::Type::kDouble);
  rules::Record facts{schema};
  JourneyInput input{facts, kNow};
  Journey journey;
  JourneyCursor cursor;

  rules::Program when(const char* text) {
    return std::get<rules::Program>(rules::Program::compile(text, schema, rules::Type::kBool));
  }
  void SetUp() override {
    facts = rules::Record(schema);
    journey.journey_id = "cold";
    journey.steps = {{"hello", Send{kEmail}},
                     {"pause", Wait{hours(72)}},
                     {"warmer", Branch{when("score.total >= 25.0"), "offer", ""}},
                     {"story", Send{kEmail}},
                     {"offer", Send{kEmail}},
                     {"done", Exit{"rested", false}}};
    cursor.step_id = "hello";
  }
  // "hello sends hello", "pause waits 72h": what is taken, then what follows.
  std::string go() {
    const Advance advance = nurture::advance(journey, cursor, input);
    std::string text;
    for (const auto& taken : advance.taken)
      text += taken.step_id + (taken.suppressed.empty() ? "" : "!" + taken.suppressed) + " ";
    if (const auto* wait = std::get_if<WaitUntil>(&advance.then)) {
      return text + "waits " + std::to_string(std::chrono::duration_cast<hours>(wait->until - input.now).count()) + "h";
    }
    if (const auto* message = std::get_if<SendMessage>(&advance.then)) return text + "sends " + message->step_id;
    const auto& exit = std::get<ExitJourney>(advance.then);
    return text + "exits " + exit.reason + (exit.hand_back ? " back" : "");
  }
};

TEST_F(JourneyEngineTest, GoesStepByStepAndStopsWhereItMustWait) {
  EXPECT_EQ(go(), "hello sends hello");
  EXPECT_EQ(go(), "pause waits 72h");
  EXPECT_EQ(go(), "warmer story sends story");
  EXPECT_EQ(go(), "offer sends offer");
  EXPECT_EQ(go(), "done exits rested");
}
TEST_F(JourneyEngineTest, ABranchChoosesByTheFacts) {
  facts.set(total, 30.0);
  cursor.step_id = "warmer";
  EXPECT_EQ(go(), "warmer offer sends offer");
}
TEST_F(JourneyEngineTest, TheEndHandsBack) {
  journey.steps.pop_back();
  cursor.step_id = "offer";
  EXPECT_EQ(go(), "offer sends offer");
  EXPECT_EQ(go(), "exits completed back");
}
TEST_F(JourneyEngineTest, WhatMayNotBeSentIsPassedOverWithTheReason) {
  input.no_send[kEmail] = NoSend::kNoConsent;
  EXPECT_EQ(go(), "hello!no_consent pause waits 72h");
}
TEST_F(JourneyEngineTest, AChannelThatMayNotBeUsedHoldsNoOtherBack) {
  std::get<Send>(journey.steps[3].what).channel = kSms;
  cursor.step_id = "story";
  input.no_send[kEmail] = NoSend::kNoAddress;
  EXPECT_EQ(go(), "story sends story");
  EXPECT_EQ(go(), "offer!no_address done exits rested");
}
TEST_F(JourneyEngineTest, AMessageThatIsWithheldHoldsNoOtherBack) {
  input.withheld["hello"] = NoSend::kAlreadySent;
  input.withheld["story"] = NoSend::kMissingValue;
  EXPECT_EQ(go(), "hello!already_sent pause waits 72h");
  EXPECT_EQ(go(), "warmer story!missing_value offer sends offer");
}
// The channel of story is sms, of hello and offer e-mail. Where the lead stands, why nothing goes by e-mail and by sms,
// whether the journey gives back whom it cannot write to, what follows.
TEST_F(JourneyEngineTest, AJourneyThatMaySendNothingMoreEnds) {
  std::get<Send>(journey.steps[3].what).channel = kSms;
  using enum NoSend;
  const struct {
    std::string at;
    std::optional<NoSend> email, sms;
    bool gives_back;
    std::string then;
  } rows[] = {
      {"hello", kNoConsent, kNoConsent, true, "exits no_consent back"},
      {"hello", kNoAddress, kNoConsent, true, "exits no_address back"},
      {"pause", kRecipientGone, kNoAddress, true, "exits no_address back"},
      {"pause", kRecipientGone, {}, true, "pause waits 72h"},
      {"story", kRecipientGone, {}, true, "story sends story"},
      {"offer", kRecipientGone, {}, true, "exits bad_address back"},
      {"done", kRecipientGone, kNoAddress, true, "done exits rested"},
      {"", kNoConsent, kNoConsent, true, "exits completed back"},
      {"gone", kNoConsent, kNoConsent, true, "exits step_removed back"},
      {"pause", kNoConsent, kNoConsent, false, "pause waits 72h"},
      {"story", kNoConsent, kNoConsent, false, "story!no_consent offer!no_consent done exits rested"},
      {"pause", kOptedOut, {}, true, "pause waits 72h"},
      {"offer", kOptedOut, {}, true, "exits opted_out"},
      {"offer", kOptedOut, {}, false, "exits opted_out"},
  };
  for (const auto& row : rows) {
    cursor = {row.at, {}};
    input.no_send.clear();
    if (row.email) input.no_send[kEmail] = *row.email;
    if (row.sms) input.no_send[kSms] = *row.sms;
    journey.gives_back_mute = row.gives_back;
    EXPECT_EQ(go(), row.then) << row.at;
  }
}
TEST_F(JourneyEngineTest, QuietHoursDelayAndAreCheckedAgain) {
  input.send_from = kNow + hours(9);
  EXPECT_EQ(go(), "waits 9h");
  EXPECT_EQ(cursor.step_id, "hello");
  input.no_send[kEmail] = NoSend::kNoConsent;
  EXPECT_EQ(go(), "hello!no_consent pause waits 72h");
}
TEST_F(JourneyEngineTest, NobodyGetsTheSameMessageTwice) {
  go();
  cursor.step_id = "hello";
  EXPECT_EQ(go(), "hello pause waits 72h");
}
TEST_F(JourneyEngineTest, ExitsWhereverItIs) {
  journey.goal = when("score.total >= 60.0");
  journey.exit_when = when("score.total < 0.0");
  facts.set(total, 60.0);
  EXPECT_EQ(go(), "exits goal back");
  facts.set(total, -1.0);
  EXPECT_EQ(go(), "exits exit_when");
  input.opted_out = true;
  EXPECT_EQ(go(), "exits opted_out");
  EXPECT_EQ(cursor.step_id, "hello");
}
TEST_F(JourneyEngineTest, RegressionAnEditNeitherRepeatsNorDropsNorFloods) {
  EXPECT_EQ(go(), "hello sends hello");
  EXPECT_EQ(go(), "pause waits 72h");
  journey.steps.insert(journey.steps.begin(), {"before", Send{kEmail}});
  std::swap(journey.steps[1], journey.steps[2]);
  EXPECT_EQ(go(), "warmer story sends story");
}
TEST_F(JourneyEngineTest, AStepThatIsGoneHandsBack) {
  cursor.step_id = "gone";
  EXPECT_EQ(go(), "exits step_removed back");
}
TEST_F(JourneyEngineTest, ACircleEnds) {
  journey.steps[3] = {"story", Branch{when("true"), "warmer", ""}};
  cursor.step_id = "warmer";
  EXPECT_EQ(go(), "warmer story warmer story warmer story exits loop back");
}

}  // namespace
}  // namespace leakproof::nurture
