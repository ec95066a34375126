// How far a task says that it is behind while it does not work.
#include <gtest/gtest.h>

#include "stream/fakes/memory_log.h"
#include "stream/fakes/memory_store.h"
#include "stream/task.h"

namespace leakproof::stream {
namespace {

using std::chrono::seconds;

class Idle final : public Processor {
 public:
  Status on_record(const std::string&, const Record&, Draft&) override { return {}; }
  Status on_event(lead::v1::Event&, Draft&) override { return {}; }
  Status on_timer(const journal::v1::Timer&, Draft&) override { return {}; }
  Status on_outbox(const journal::v1::OutboxEntry&, const OutboxOutcome&, Draft&) override { return {}; }
  void invalidate_caches() override {}
};

class TaskLagTest : public ::testing::Test, public TaskObserver, public StoreRegistry {
 protected:
  std::unique_ptr<Task> owner(const std::string& id) {
    TaskSpec spec{"test", "test.journal", {{"in", false}}, 0, id, "", "", {}, {}};
    return std::make_unique<Task>(spec, Task::Dependencies{log_, stores_, processor_, *this, *this, wake_});
  }
  Duration lag_after(Task& task, Duration time) {
    now_ += time;
    for (int i = 0; i < 1000 && task.step(now_); ++i) {
    }
    return lag_;
  }
  void on_settled(const TaskSpec&, const journal::v1::Effect&, Offset, Instant, bool) override {}
  void on_state_changed(const TaskSpec&, TaskState, const std::string&) override {}
  void on_input_lag(const TaskSpec&, Duration lag) override { lag_ = lag; }
  void publish(const TaskSpec&, const Store&) override {}
  void retract(const TaskSpec&) override {}

  MemoryLog log_;
  MemoryStores stores_;
  Idle processor_;
  Signal wake_;
  Instant now_ = instant_from_micros(1'000'000'000);
  Duration lag_{};
};

TEST_F(TaskLagTest, ATaskThatCannotClaimIsBehindSinceItBegan) {
  log_.cork("test.journal");
  const auto task = owner("o");
  EXPECT_EQ(lag_after(*task, {}), Duration::zero());
  ASSERT_EQ(task->state(), TaskState::kClaiming);
  EXPECT_EQ(lag_after(*task, seconds(5)), seconds(5));
  EXPECT_EQ(lag_after(*task, seconds(60)), seconds(65));
  log_.uncork("test.journal");
  EXPECT_EQ(lag_after(*task, {}), Duration::zero());
}
TEST_F(TaskLagTest, OneThatLostItsPlaceIsBehindSinceThen) {
  const auto task = owner("o"), rival = owner("rival");
  EXPECT_EQ(lag_after(*task, {}), Duration::zero());
  lag_after(*rival, seconds(1));
  EXPECT_EQ(lag_after(*task, {}), seconds(1)) << "since it last looked";
  log_.cork("test.journal");
  EXPECT_EQ(lag_after(*task, seconds(9)), seconds(10));
  EXPECT_NE(task->state(), TaskState::kWorking);
}

}  // namespace
}  // namespace leakproof::stream
