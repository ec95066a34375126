// A store that is lost or too old comes back from its changelog and the rest of the journal.
#include <gtest/gtest.h>

#include "base/signal.h"
#include "stream/fakes/memory_log.h"
#include "stream/fakes/memory_store.h"
#include "stream/projector.h"
#include "stream/task.h"

namespace leakproof::stream {
namespace {

using namespace std::chrono_literals;
const TopicPartition kJournal{"test.journal", 0}, kChangelog{"test.changelog", 0};

// "put K": counts K, and keeps a timer of it; "drop K": deletes both. Of the stage before it keeps the ids of the
// facts.
class Counting final : public Processor {
 public:
  Status on_record(const std::string&, const Record& record, Draft& draft) override {
    const std::string key = record.value.substr(record.value.find(' ') + 1);
    const Instant due = instant_from_micros(1'000'000'000'000);
    if (record.value.starts_with("drop")) {
      draft.erase(key);
      draft.clear_timer(key, due);
      return Status();
    }
    draft.put(key, draft.get(key).value_or("") + "x");
    draft.set_timer(key, due, key);
    return {};
  }
  Status on_event(lead::v1::Event& event, Draft& draft) override {
    draft.put(event.event_id(), "");
    return Status();
  }
  Status on_timer(const journal::v1::Timer&, Draft&) override { return {}; }
  Status on_outbox(const journal::v1::OutboxEntry&, const OutboxOutcome&, Draft&) override { return {}; }
  void invalidate_caches() override {}
};

class RestoreTest : public testing::Test, public TaskObserver, public StoreRegistry {
 protected:
  std::unique_ptr<Task> owner() {
    TaskSpec spec;
    spec.stage = "test";
    spec.journal = "test.journal";
    spec.inputs = {{"in", false}, {"before.journal", true}};
    spec.owner_id = "o";
    return std::make_unique<Task>(spec, Task::Dependencies{log_, stores_, processor_, *this, *this, wake_});
  }
  void run(Task& task) {
    for (int i = 0; i < 10'000 && task.step(now_); ++i) {
    }
  }
  void work(const std::vector<std::string>& inputs) {
    for (auto& input : inputs) log_.push({"in", 0}, {"w", input, {}});
    auto task = owner();
    run(*task);
    ASSERT_EQ(task->state(), TaskState::kWorking) << why_;
  }
  void fence_before() {
    journal::v1::Record record;
    record.mutable_fence()->set_owner_id("b");
    epoch_before_ = log_.push({"before.journal", 0}, {"before", record.SerializeAsString(), {}});
  }
  void effect_before(const std::string& fact, std::int64_t seq) {
    journal::v1::Record record;
    record.mutable_effect()->set_epoch(epoch_before_.value());
    record.mutable_effect()->set_seq(seq);
    record.mutable_effect()->add_events()->set_event_id(fact);
    log_.push({"before.journal", 0}, {"before", record.SerializeAsString(), {}});
  }
  void project() {
    Projector projector({"test", 0, {}}, log_, wake_);
    for (int i = 0; i < 100; ++i) (void)projector.step();
  }
  std::map<std::string, std::string, std::less<>> values() {
    auto content = stores_.disk("test", 0).content();
    content.erase(kPositionKey);
    return content;
  }
  void on_settled(const TaskSpec&, const journal::v1::Effect&, Offset, Instant, bool) override {}
  void on_state_changed(const TaskSpec&, TaskState state, const std::string& why) override {
    restored_ += state == TaskState::kRestoring;
    why_ = why;
  }
  void publish(const TaskSpec&, const Store&) override {}
  void retract(const TaskSpec&) override {}

  MemoryLog log_{1, true};
  MemoryStores stores_;
  Counting processor_;
  Signal wake_;
  Instant now_ = instant_from_micros(1'000'000'000);
  Offset epoch_before_{-1};
  int restored_ = 0;
  std::string why_;
};

TEST_F(RestoreTest, ALostStoreComesBackFromTheChangelogAndTheTailOfTheJournal) {
  work({"put a", "put b", "put a", "drop b"});
  project();
  log_.compact(kChangelog);
  log_.trim(kJournal, *log_.end(kJournal));  // only the changelog knows of what was
  work({"put c", "put a"});
  const auto before = values();
  ASSERT_FALSE(before.empty());
  stores_.wipe("test", 0).ok();
  restored_ = 0;
  work({});
  EXPECT_EQ(restored_, 1);
  EXPECT_EQ(values(), before);
}
TEST_F(RestoreTest, AStoreOlderThanTheJournalIsMadeAnew) {
  work({"put old"});
  stores_.disk("test", 0).flush().ok();
  work({"drop old", "put new"});
  const auto before = values();
  project();
  stores_.disk("test", 0).crash();
  log_.trim(kJournal, *log_.end(kJournal));
  work({});
  EXPECT_EQ(values(), before) << "nothing of the old store is left";
}
TEST_F(RestoreTest, ARestoreThatIsCutShortBeginsAnew) {
  work({"put a", "put b"});
  project();
  const auto before = values();
  stores_.wipe("test", 0).ok();
  stores_.disk("test", 0).apply({{value_key("half"), "done"}}).ok();  // as it would stand without a position
  work({});
  EXPECT_EQ(values(), before);
}
TEST_F(RestoreTest, WithoutAStoreAndWithoutAChangelogATrimmedJournalHalts) {
  work({"put a"});
  log_.trim(kJournal, Position(1));
  stores_.wipe("test", 0).ok();
  auto task = owner();
  run(*task);
  EXPECT_EQ(task->state(), TaskState::kHalted);
  EXPECT_NE(why_.find("store-lost.md"), std::string::npos) << why_;
}
TEST_F(RestoreTest, TheNextStageStartsAnewInTheEpochInWhichItStood) {
  fence_before();
  effect_before("a", 1);
  work({});
  effect_before("b", 2);
  effect_before("gap", 4);
  work({});
  effect_before("void", 3);
  work({});
  EXPECT_TRUE(values().contains(value_key("a")) && values().contains(value_key("b")));
  EXPECT_FALSE(values().contains(value_key("gap")) || values().contains(value_key("void")));
}
TEST_F(RestoreTest, RetentionPassesAStoreThatIsBeingBroughtUpToDate) {
  work({"put old"});
  stores_.disk("test", 0).flush().ok();
  work({"drop old", "put new"});
  const auto before = values();
  project();
  stores_.disk("test", 0).crash();
  const Position published = *log_.end(kJournal);
  auto task = owner();
  while (task->state() != TaskState::kCatchingUp) ASSERT_TRUE(task->step(now_));
  log_.trim(kJournal, published);
  run(*task);
  now_ += 1min;
  run(*task);
  EXPECT_EQ(task->state(), TaskState::kWorking) << why_;
  EXPECT_EQ(values(), before) << "it was made anew from the changelog";
}
TEST_F(RestoreTest, AChangelogThatEndsBeforeTheJournalBeginsHalts) {
  work({"put a"});
  project();
  work({"put b"});
  log_.trim(kJournal, *log_.end(kJournal));  // b was never published
  stores_.wipe("test", 0).ok();
  auto task = owner();
  run(*task);
  EXPECT_EQ(task->state(), TaskState::kHalted);
  EXPECT_NE(why_.find("store-lost.md"), std::string::npos) << why_;
}
TEST_F(RestoreTest, ReleasedInTheMiddleItLetsGo) {
  work({"put a"});
  project();
  stores_.wipe("test", 0).ok();
  auto task = owner();
  task->step(now_);
  ASSERT_EQ(task->state(), TaskState::kRestoring);
  task->release();
  run(*task);
  EXPECT_EQ(task->state(), TaskState::kReleased);
}

}  // namespace
}  // namespace leakproof::stream
