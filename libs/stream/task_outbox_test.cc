// The calls of a task: begun after their effect has settled, and what becomes of them across owners and crashes.
#include <gtest/gtest.h>

#include "stream/fakes/task_world_fake.h"
#include "stream/limits.h"
#include "stream/store_layout.h"

namespace leakproof::stream {
namespace {

using namespace std::chrono_literals;

using TaskOutboxTest = TaskWorld;

TEST_F(TaskOutboxTest, ACallThatIsTakenBackInFlightIsNotBegun) {
  auto task = owner();
  push("timer takes:o");
  run(*task);
  log_.cork("test.journal");
  push("once o");
  run(*task);
  pass(5s);
  log_.uncork("test.journal");
  run(*task);  // the call settles and its timer is due in one step
  EXPECT_EQ(count("fired-takes:o"), 1);
  EXPECT_TRUE(sender_.calls.empty());
  EXPECT_EQ(*stores_.disk("test", 0).get(started_key("o")), std::nullopt) << "a marker of nothing would stay for ever";
}
TEST_F(TaskOutboxTest, ACallUnderWayThatIsTakenBackTellsItsOutcome) {
  sender_.silent = true;
  auto task = owner();
  push("once o", "timer takes:o");
  run(*task);
  pass(5s);
  run(*task);
  task = owner();
  run(*task);
  EXPECT_EQ(count("unknown-o"), 1);
}
TEST_F(TaskOutboxTest, TheOutboxWaitsForTheSettledEffect) {
  auto task = owner();
  run(*task);
  log_.cork("test.journal");
  push("call c");
  run(*task);
  EXPECT_TRUE(sender_.calls.empty());
  log_.uncork("test.journal");
  run(*task);
  EXPECT_EQ(sender_.calls.size(), 1u);
  EXPECT_EQ(count("delivered-c"), 1);
}
TEST_F(TaskOutboxTest, ACallThatFailedForNowIsMadeAgainLater) {
  auto task = owner();
  sender_.answers = {AttemptResult::State::kTryAgain, AttemptResult::State::kDelivered};
  push("call c");
  run(*task);
  EXPECT_EQ(count("delivered-c"), 0);
  EXPECT_EQ(task->next_due(), now_ + 5s);
  pass(5s);
  run(*task);
  EXPECT_EQ(sender_.calls.size(), 2u);
  EXPECT_EQ(count("delivered-c"), 1);
}
TEST_F(TaskOutboxTest, AfterACrashAnOrdinaryCallIsMadeAgainAndAnAtMostOnceCallIsUnknown) {
  auto task = owner();
  sender_.silent = true;
  push("call c", "once o");
  run(*task);
  EXPECT_EQ(sender_.calls.size(), 2u);
  task.reset();
  sender_.silent = false;
  task = owner();
  run(*task);
  EXPECT_EQ(sender_.calls, (std::vector<std::string>{"c", "o", "c"}));
  EXPECT_EQ(count("delivered-c"), 1);
  EXPECT_EQ(count("unknown-o"), 1);
}
TEST_F(TaskOutboxTest, RegressionAnAtMostOnceCallThatSurelyDidNotArriveIsMadeAgainAfterACrash) {
  auto task = owner();
  sender_.answers = {AttemptResult::State::kTryAgain, AttemptResult::State::kDelivered};
  push("once o");
  run(*task);
  ASSERT_EQ(sender_.calls.size(), 1u);
  task.reset();  // while the call waits to be tried again
  task = owner();
  pass(5s);
  run(*task);
  EXPECT_EQ(sender_.calls.size(), 2u);
  EXPECT_EQ(count("delivered-o"), 1);
  EXPECT_EQ(count("unknown-o"), 0);
}
TEST_F(TaskOutboxTest, AnAtMostOnceCallThatAnotherOwnerMarkedIsNotMadeAgain) {
  auto zombie = owner("zombie");
  run(*zombie);
  push("once o");
  zombie->step(now_);  // takes it
  log_.cork("test.journal");
  zombie->step(now_);  // settles it and sends the marker, which never arrives
  log_.drop("test.journal");
  log_.uncork("test.journal");
  sender_.silent = true;
  MemoryStores disk_of_heir;
  {
    TaskSpec spec = zombie->spec();
    spec.owner_id = "heir";
    Task heir(spec, Task::Dependencies{log_, disk_of_heir, processor_, *this, *this, wake_});
    run(heir);
    ASSERT_EQ(sender_.calls.size(), 1u) << "the heir marks and calls, and crashes before the answer";
  }
  run(*zombie);
  pass(limits::kClaimPause);
  run(*zombie);
  EXPECT_EQ(sender_.calls.size(), 1u);
  EXPECT_EQ(count("unknown-o"), 1);
}
TEST_F(TaskOutboxTest, AnAtMostOnceCallWhoseMarkerHadAnUnclearOutcomeIsMadeOnce) {
  auto task = owner();
  run(*task);
  push("once o");
  task->step(now_);
  log_.cork("test.journal");
  task->step(now_);
  log_.lose_acks("test.journal");
  run(*task);
  pass(limits::kClaimPause);
  run(*task);
  EXPECT_EQ(sender_.calls.size(), 1u);
  EXPECT_EQ(count("delivered-o"), 1);
}

}  // namespace
}  // namespace leakproof::stream
