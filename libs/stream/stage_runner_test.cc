#include "stream/stage_runner.h"

#include <gtest/gtest.h>

#include <future>

#include "base/system_clock.h"
#include "stream/fakes/memory_log.h"
#include "stream/fakes/memory_store.h"
#include "stream/local_states.h"

namespace leakproof::stream {
namespace {

class Echo final : public Processor {
 public:
  Status on_record(const std::string&, const Record& record, Draft& draft) override {
    draft.put(record.value, "1");
    return Status();
  }
  Status on_event(lead::v1::Event&, Draft&) override { return {}; }
  Status on_timer(const journal::v1::Timer&, Draft&) override { return {}; }
  Status on_outbox(const journal::v1::OutboxEntry&, const OutboxOutcome&, Draft&) override { return {}; }
  void invalidate_caches() override {}
};
class Scripted final : public Ownership {
 public:
  std::vector<OwnershipChange> poll() override { return std::exchange(next, {}); }
  void released(std::int32_t partition) override { gone.push_back(partition); }
  std::vector<OwnershipChange> next;
  std::vector<std::int32_t> gone;
};
class Silent final : public TaskObserver {
 public:
  explicit Silent(std::promise<void>* first) : first_(first) {}
  void on_settled(const TaskSpec&, const journal::v1::Effect&, Offset, Instant, bool) override {
    if (first_) std::exchange(first_, nullptr)->set_value();
  }
  void on_state_changed(const TaskSpec&, TaskState, const std::string&) override {}

 private:
  std::promise<void>* first_;
};

TEST(StageRunner, FollowsOwnershipAndReleasesOnStop) {
  MemoryLog log(2);
  MemoryStores stores;
  LocalStates states(2);
  SystemClock clock;
  std::promise<void> settled;
  Silent observer(&settled);
  auto ownership = std::make_unique<Scripted>();
  auto* script = ownership.get();
  script->next = {{0, true}, {1, true}};
  TaskSpec spec;
  spec.stage = "s";
  spec.journal = "s.journal";
  spec.inputs = {{"in", false}};
  StageRunner runner(
      {spec, log, stores, [] { return std::make_unique<Echo>(); }, observer, states, clock, std::move(ownership)});
  EXPECT_FALSE(runner.owns_any());
  for (int i = 0; i < 20 && (runner.step(clock.now()) || !runner.ready()); ++i) {
  }
  EXPECT_TRUE(runner.owns_any());
  ASSERT_EQ(states.served("s"), (std::vector<std::int32_t>{0, 1}));
  script->next = {{0, false}};
  for (int i = 0; i < 20; ++i) runner.step(clock.now());
  EXPECT_EQ(script->gone, std::vector<std::int32_t>{0});
  EXPECT_EQ(states.served("s"), std::vector<std::int32_t>{1});
  runner.start();
  log.push({"in", 1}, {"w", "word", {}});
  EXPECT_EQ(settled.get_future().wait_for(std::chrono::minutes(1)), std::future_status::ready);
  runner.stop(std::chrono::minutes(1));
  EXPECT_TRUE(runner.idle());
  EXPECT_EQ(script->gone.size(), 2u);
  EXPECT_FALSE(runner.halted());
}

}  // namespace
}  // namespace leakproof::stream
