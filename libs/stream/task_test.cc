#include "stream/task.h"

#include <gtest/gtest.h>

#include <functional>

#include "stream/fakes/memory_log.h"
#include "stream/fakes/memory_store.h"
#include "stream/fakes/word_count_fake.h"
#include "stream/limits.h"
#include "stream/state_key.h"

namespace leakproof::stream {
namespace {

using namespace std::chrono_literals;

class TestSender final : public OutboxSender {
 public:
  void send(const journal::v1::OutboxEntry& entry, std::function<void(AttemptResult)> done) override {
    calls.push_back(entry.id());
    if (!silent) done({answers.empty() ? AttemptResult::State::kDelivered : answers.front(), "", {}});
    if (!answers.empty()) answers.erase(answers.begin());
  }
  std::vector<std::string> calls;
  std::vector<AttemptResult::State> answers;
  bool silent = false;
};

// One log and one disk, on which any number of owners come and go.
class World : public ::testing::Test, public TaskObserver, public StoreRegistry {
 protected:
  std::unique_ptr<Task> owner(const std::string& id = "o") {
    TaskSpec spec{"test", "test.journal", {{"in", false}}, 0, id, "", "", {}, {{"test", &sender_}}};
    return std::make_unique<Task>(spec, Task::Dependencies{log_, stores_, processor_, *this, *this, wake_});
  }
  void run(Task& task) {
    for (int i = 0; i < 10'000 && task.step(now_); ++i) {
    }
  }
  void push(std::convertible_to<std::string> auto... values) { (log_.push({"in", 0}, {"w", values, {}}), ...); }
  int count(const std::string& word) {
    auto value = stores_.disk("test", 0).get(value_key("n/" + word));
    return value.ok() && *value ? std::stoi(**value) : 0;
  }
  void pass(Duration time) { now_ += time; }
  void on_settled(const TaskSpec&, const journal::v1::Effect& effect, Offset, Instant, bool live) override {
    if (live) told_ += effect.events_size();
    changes_ += effect.state_changes_size();
    dead_letters_ +=
        std::count_if(effect.events().begin(), effect.events().end(), [](auto& e) { return e.has_dead_letter(); });
  }
  void on_state_changed(const TaskSpec&, TaskState, const std::string& why) override { why_ = why; }
  void on_input_lag(const TaskSpec&, Duration lag) override { lag_ = lag; }
  void publish(const TaskSpec&, const Store&) override { published_ = true; }
  void retract(const TaskSpec&) override { published_ = false; }

  MemoryLog log_;
  MemoryStores stores_;
  WordCount processor_;
  TestSender sender_;
  Signal wake_;
  Instant now_ = instant_from_micros(1'000'000'000);
  int told_ = 0;
  int changes_ = 0;
  Duration lag_{};
  long dead_letters_ = 0;
  bool published_ = false;
  std::string why_;
};
using TaskTest = World;

TEST_F(TaskTest, WorksThroughItsInputsOnce) {
  auto task = owner();
  push("add a", "add b", "add a");
  run(*task);
  EXPECT_EQ(task->state(), TaskState::kWorking);
  EXPECT_TRUE(published_);
  EXPECT_EQ(count("a"), 2);
  EXPECT_EQ(count("b"), 1);
  EXPECT_EQ(told_, 3);
}
TEST_F(TaskTest, ARowIsWrittenOnceForAllEffectsThatSettleTogether) {
  auto task = owner();
  run(*task);
  log_.cork("test.journal");
  for (int i = 0; i < 50; ++i) push("add a");
  run(*task);
  const auto before = stores_.disk("test", 0).written();
  log_.uncork("test.journal");
  run(*task);
  EXPECT_EQ(count("a"), 50);
  EXPECT_EQ(stores_.disk("test", 0).written() - before, 2u) << "the row, and the position";
}
TEST_F(TaskTest, SaysHowFarItIsBehindItsInputs) {
  auto task = owner();
  run(*task);
  log_.cork("test.journal");  // nothing settles, so that it may take only so many
  for (std::size_t i = 0; i <= limits::kInFlightMax; ++i) push("add a");
  run(*task);
  ASSERT_EQ(task->in_flight(), limits::kInFlightMax);
  const Duration before = lag_;
  pass(std::chrono::seconds(5));
  task->step(now_);
  EXPECT_EQ(lag_ - before, std::chrono::seconds(5));
  log_.uncork("test.journal");
  run(*task);
  EXPECT_EQ(lag_, Duration::zero());
}
TEST_F(TaskTest, NothingIsToldBeforeItIsDurable) {
  auto task = owner();
  run(*task);
  log_.cork("test.journal");
  push("add a", "add a");
  run(*task);
  EXPECT_EQ(told_, 0);
  EXPECT_EQ(count("a"), 0);
  EXPECT_EQ(task->in_flight(), 2u);
  log_.uncork("test.journal");
  run(*task);
  EXPECT_EQ(told_, 2);
  EXPECT_EQ(count("a"), 2);  // the second saw the first in flight
}
TEST_F(TaskTest, ALostAcknowledgementDoesNotDouble) {
  auto task = owner();
  run(*task);
  log_.cork("test.journal");
  push("add a", "add a");
  run(*task);
  log_.lose_acks("test.journal");
  run(*task);
  pass(limits::kClaimPause);
  run(*task);
  EXPECT_EQ(task->state(), TaskState::kWorking);
  EXPECT_EQ(count("a"), 2);
}
TEST_F(TaskTest, AnAppendThatNeverArrivedIsDoneAgain) {
  auto task = owner();
  run(*task);
  log_.cork("test.journal");
  push("add a", "add b");
  run(*task);
  log_.drop("test.journal");
  run(*task);
  pass(limits::kClaimPause);
  run(*task);
  EXPECT_EQ(count("a"), 1);
  EXPECT_EQ(count("b"), 1);
}
TEST_F(TaskTest, AZombieTellsNothingAfterAnotherClaimed) {
  auto zombie = owner("zombie");
  run(*zombie);
  log_.cork("test.journal");
  push("add a");
  run(*zombie);  // its effect is on the way
  Task* keep = zombie.get();
  auto fence_first = log_.end({"test.journal", 0});
  MemoryStores other_disk;
  journal::v1::Record fence;
  fence.mutable_fence()->set_owner_id("heir");
  log_.push({"test.journal", 0}, {"k", fence.SerializeAsString(), {}});
  log_.uncork("test.journal");  // arrives behind the heir's fence
  run(*keep);
  EXPECT_EQ(told_, 0);
  EXPECT_EQ(count("a"), 0);
  EXPECT_EQ(fence_first->value(), 1);
  EXPECT_NE(keep->state(), TaskState::kWorking);
}
TEST_F(TaskTest, ACrashLosesNothingAndTheStoreIsNeverAhead) {
  for (int flush = 0; flush < 2; ++flush) {
    auto task = owner();
    push("add a");
    run(*task);
    if (flush) {
      ASSERT_TRUE(stores_.disk("test", 0).flush().ok());
    }
    task.reset();
    stores_.disk("test", 0).crash();
  }
  auto task = owner();
  run(*task);
  EXPECT_EQ(count("a"), 2);
}
TEST_F(TaskTest, WhatAFullDiskRefusedIsAppliedWhenThereIsSpace) {
  auto task = owner();
  run(*task);
  stores_.disk("test", 0).fill();
  push("add a");
  run(*task);
  EXPECT_EQ(told_, 0);
  EXPECT_NE(task->state(), TaskState::kWorking);
  stores_.disk("test", 0).fill(false);
  push("add a");
  for (int i = 0; i < 20; ++i) {
    pass(limits::kClaimPauseMax);
    run(*task);
  }
  EXPECT_EQ(task->state(), TaskState::kWorking);
  EXPECT_EQ(count("a"), 2);
}
TEST_F(TaskTest, ALostStoreIsRebuiltFromTheJournal) {
  auto task = owner();
  push("add a", "timer t", "add b");
  run(*task);
  const auto before = stores_.disk("test", 0).content();
  task.reset();
  ASSERT_TRUE(stores_.wipe("test", 0).ok());
  task = owner();
  run(*task);
  auto after = stores_.disk("test", 0).content();
  after["p"] = before.at("p");
  EXPECT_EQ(after, before);
}
TEST_F(TaskTest, ALostStoreWithATrimmedJournalHalts) {
  auto task = owner();
  push("add a");
  run(*task);
  task.reset();
  ASSERT_TRUE(stores_.wipe("test", 0).ok());
  log_.trim({"test.journal", 0}, Position(1));
  task = owner();
  run(*task);
  EXPECT_EQ(task->state(), TaskState::kHalted);
  EXPECT_NE(why_.find("runbooks"), std::string::npos);
}
TEST_F(TaskTest, AJournalThatLostItsEndHalts) {
  auto task = owner();
  push("add a");
  run(*task);
  task.reset();
  MemoryLog shorter;
  TaskSpec spec{"test", "test.journal", {{"in", false}}, 0, "late", "", "", {}, {}};
  Task late(spec, Task::Dependencies{shorter, stores_, processor_, *this, *this, wake_});
  run(late);
  EXPECT_EQ(late.state(), TaskState::kHalted);
}
TEST_F(TaskTest, AStoreOfAnotherPartitionIsRefused) {
  journal::v1::StorePosition other;
  other.set_stage("test");
  other.set_partition(7);
  ASSERT_TRUE(stores_.disk("test", 0).apply({{kPositionKey, other.SerializeAsString()}}).ok());
  auto task = owner();
  run(*task);
  EXPECT_EQ(task->state(), TaskState::kHalted);
}
TEST_F(TaskTest, ARefusedInputLeavesADeadLetterAndNothingElse) {
  auto task = owner();
  push("bad a", "add b");
  run(*task);
  EXPECT_EQ(processor_.invalidated, 2) << "at the claim, and what was cached of the refused input";
  EXPECT_EQ(std::pair(count("a"), count("b")), std::pair(0, 1));
  EXPECT_EQ(dead_letters_, 1);
  EXPECT_EQ(*stores_.disk("test", 0).get(value_key(dead_letters_key("w"))), "1");
}
TEST_F(TaskTest, ConsequencesBeyondTheRecordLimitLeaveADeadLetter) {
  auto task = owner();
  push("huge a", "add b");
  run(*task);
  EXPECT_EQ(task->state(), TaskState::kWorking) << why_;
  EXPECT_FALSE(stores_.disk("test", 0).get(value_key("n/a"))->has_value());
  EXPECT_EQ(std::pair(count("b"), dead_letters_), std::pair(1, 1L));
}
TEST_F(TaskTest, AnEffectHoldsOneChangeOfAKeyTheLast) {
  auto task = owner();
  push("twice a");
  run(*task);
  EXPECT_EQ(count("a"), 2);
  EXPECT_EQ(changes_, 1);
}
TEST_F(TaskTest, ATimerIsNeverEarlyNeverTwiceNeverLost) {
  auto task = owner();
  push("timer t");
  run(*task);
  pass(5s - 1us);
  run(*task);
  EXPECT_EQ(count("fired-t"), 0);
  EXPECT_EQ(task->next_due(), now_ + 1us);
  pass(1us);
  log_.cork("test.journal");
  run(*task);  // fired, in flight: must not fire again
  run(*task);
  log_.drop("test.journal");
  run(*task);  // and comes back when the effect did not arrive
  pass(limits::kClaimPause);
  run(*task);
  pass(1h);
  run(*task);
  EXPECT_EQ(count("fired-t"), 1);
}
TEST_F(TaskTest, ACallThatIsTakenBackInFlightIsNotBegun) {
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
TEST_F(TaskTest, ACallUnderWayThatIsTakenBackTellsItsOutcome) {
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
TEST_F(TaskTest, AStageSetsThingsRightBeforeItsTimersFire) {
  auto task = owner();
  push("timer t");
  run(*task);
  pass(5s);
  processor_.slices = 3;
  task = owner();
  while (task->state() != TaskState::kWorking) task->step(now_);
  log_.cork("test.journal");
  for (int step = 1; step <= 2; ++step) task->step(now_);
  EXPECT_EQ(task->in_flight(), 2u) << "a slice a step, and the timer that is due waits";
  log_.uncork("test.journal");
  run(*task);
  EXPECT_EQ(count("slice"), 3);
  EXPECT_EQ(count("fired-t"), 1);
  EXPECT_EQ(processor_.asked, 4) << "once where there is nothing to do";
}
TEST_F(TaskTest, ATimerThatWasTakenBackInTheSameMomentDoesNotFire) {
  auto task = owner();
  push("timer t", "timer t-rival");
  run(*task);
  pass(5s);
  run(*task);
  EXPECT_EQ(count("fired-t"), 1);
  EXPECT_EQ(count("fired-t-rival"), 0);
}
TEST_F(TaskTest, ATimerThatIsDueBeforeAllOthersFiresThoughItWasInFlightWhenTheyWereLookedAt) {
  auto task = owner();
  push("timer t");
  run(*task);
  task.reset();
  task = owner();
  run(*task);  // has looked at them all
  log_.cork("test.journal");
  push("at_once o");
  run(*task);
  log_.uncork("test.journal");
  run(*task);
  EXPECT_EQ(count("fired-o"), 1);
}
TEST_F(TaskTest, AClockSetBackKeepsItFromNothing) {
  auto task = owner();
  stores_.disk("test", 0).fill();
  push("add a");
  run(*task);
  ASSERT_EQ(task->state(), TaskState::kIdle);  // it pauses before it claims again
  stores_.disk("test", 0).fill(false);
  pass(-5min);
  run(*task);
  EXPECT_EQ(count("a"), 1);
  sender_.answers = {AttemptResult::State::kTryAgain, AttemptResult::State::kDelivered};
  push("call c");
  run(*task);
  pass(-5min);
  run(*task);
  EXPECT_EQ(count("delivered-c"), 1);
}
TEST_F(TaskTest, TheOutboxWaitsForTheSettledEffect) {
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
TEST_F(TaskTest, ACallThatFailedForNowIsMadeAgainLater) {
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
TEST_F(TaskTest, AfterACrashAnOrdinaryCallIsMadeAgainAndAnAtMostOnceCallIsUnknown) {
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
TEST_F(TaskTest, AnAtMostOnceCallThatAnotherOwnerMarkedIsNotMadeAgain) {
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
TEST_F(TaskTest, AnAtMostOnceCallWhoseMarkerHadAnUnclearOutcomeIsMadeOnce) {
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
TEST_F(TaskTest, ReleaseSettlesWhatIsInFlightAndTakesNothingNew) {
  auto task = owner();
  run(*task);
  log_.cork("test.journal");
  push("add a");
  run(*task);
  task->release();
  push("add b");
  run(*task);
  EXPECT_EQ(task->state(), TaskState::kDraining);
  log_.uncork("test.journal");
  run(*task);
  EXPECT_EQ(task->state(), TaskState::kReleased);
  EXPECT_EQ(count("a"), 1);
  EXPECT_EQ(count("b"), 0);
  stores_.disk("test", 0).crash();  // release flushed
  EXPECT_EQ(count("a"), 1);
}
TEST_F(TaskTest, InputsWithoutConsequenceMoveThePositionOn) {
  auto task = owner();
  push("nothing");
  run(*task);
  const auto before = log_.records({"test.journal", 0}).size();
  pass(limits::kIdleInputsAge);
  run(*task);
  ASSERT_EQ(log_.records({"test.journal", 0}).size(), before + 1);
  journal::v1::Record record;
  ASSERT_TRUE(record.ParseFromString(log_.records({"test.journal", 0}).back().value));
  EXPECT_EQ(record.effect().positions(0).next_offset(), 1);
  run(*task);
  EXPECT_EQ(log_.records({"test.journal", 0}).size(), before + 1);
}
TEST_F(TaskTest, TheFenceIsRenewed) {
  auto task = owner();
  push("add a");
  run(*task);
  pass(limits::kRenewEvery);
  run(*task);
  push("add a");
  run(*task);
  EXPECT_EQ(count("a"), 2);
  int fences = 0;
  for (auto& record : log_.records({"test.journal", 0})) {
    journal::v1::Record parsed;
    ASSERT_TRUE(parsed.ParseFromString(record.value));
    fences += parsed.has_fence();
  }
  EXPECT_EQ(fences, 2);
}

}  // namespace
}  // namespace leakproof::stream
