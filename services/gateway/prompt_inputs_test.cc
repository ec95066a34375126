#include "gateway/prompt_inputs.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/manual_clock.h"
#include "stream/fakes/memory_log.h"

namespace leakproof::gateway {
namespace {

using std::chrono::milliseconds;
using testing::ElementsAre;
using testing::IsEmpty;

class PromptInputsTest : public testing::Test {
 protected:
  void append(std::int32_t partition = 0) {
    log_.inputs().append({"in", partition}, {"w", "word", {}}, [this](Result<stream::Offset> at) {
      static const std::map<Disposition, std::string> kNames = {
          {Disposition::kRetry, "not kept"}, {Disposition::kRefence, "unclear"}, {Disposition::kRefuse, "refused"}};
      answers_.push_back(at.ok() ? "kept" : kNames.at(at.error().disposition()));
    });
  }
  void pass(milliseconds time) {
    clock_.advance(time);
    log_.step();
  }
  std::size_t kept() { return memory_.records({"in", 0}).size(); }
  std::vector<std::string> answers() { return std::exchange(answers_, {}); }

  ManualClock clock_{Instant()};
  stream::MemoryLog memory_{2};
  PromptLog log_{memory_, clock_};
  std::vector<std::string> answers_;
};

TEST_F(PromptInputsTest, TellsWhatTheLogSays) {
  append();
  EXPECT_THAT(answers(), ElementsAre("kept"));
  memory_.cork("in");
  append();
  append();
  pass(milliseconds(1800));
  EXPECT_THAT(answers(), IsEmpty());
  memory_.uncork("in");
  EXPECT_THAT(answers(), ElementsAre("kept", "kept"));
  pass(milliseconds(9000));
  EXPECT_THAT(answers(), IsEmpty()) << "each is told once";
}
TEST_F(PromptInputsTest, AnswersWithinTwoSecondsAndAKnownOutageAtOnce) {
  memory_.cork("in");
  append();
  pass(milliseconds(1999));
  EXPECT_THAT(answers(), ElementsAre("unclear"));
  append();
  append();
  EXPECT_THAT(answers(), ElementsAre("not kept", "not kept"));
  memory_.uncork("in");  // the log takes what it had, late
  EXPECT_THAT(answers(), IsEmpty());
  EXPECT_EQ(kept(), 1u);
  append();
  EXPECT_THAT(answers(), ElementsAre("kept"));
}
TEST_F(PromptInputsTest, OneRequestFindsOutWhetherItIsOver) {
  memory_.cork("in");
  append();
  memory_.drop("in");
  memory_.cork("in");
  EXPECT_THAT(answers(), ElementsAre("unclear"));
  append();  // nothing of ours is with the log, so this one asks
  EXPECT_THAT(answers(), IsEmpty());
  append();
  EXPECT_THAT(answers(), ElementsAre("not kept"));
  memory_.uncork("in");
  EXPECT_THAT(answers(), ElementsAre("kept"));
}
TEST_F(PromptInputsTest, AnotherPartitionIsNotPartOfTheOutage) {
  memory_.cork("in");
  append(0);
  pass(milliseconds(2000));
  append(1);
  EXPECT_THAT(answers(), ElementsAre("unclear")) << "the one of partition 1 waits for its own answer";
  memory_.uncork("in");
  EXPECT_THAT(answers(), ElementsAre("kept"));
}
TEST_F(PromptInputsTest, OnlySoManyWait) {
  memory_.cork("in");
  PromptInputs few(memory_.inputs(), clock_, {milliseconds(1000), 2});
  for (int i = 0; i < 3; ++i)
    few.append({"in", 0}, {"w", "word", {}},
               [this](Result<stream::Offset> at) { answers_.push_back(at.ok() ? "kept" : at.error().message()); });
  EXPECT_THAT(answers(), ElementsAre("too many wait for the log to answer: nothing was kept, send it again"));
  memory_.uncork("in");
  EXPECT_THAT(answers(), ElementsAre("kept", "kept"));
}

}  // namespace
}  // namespace leakproof::gateway
