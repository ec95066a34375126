// A store that is lost or too old comes back from its changelog and the rest of the journal.
#include <gtest/gtest.h>

#include "stream/fakes/memory_log.h"
#include "stream/fakes/memory_store.h"
#include "stream/projector.h"
#include "stream/task.h"

namespace leakproof::stream {
namespace {

using namespace std::chrono_literals;
const TopicPartition kJournal{"test.journal", 0}, kChangelog{"test.changelog", 0};

// "put K": counts K, and keeps a timer of it; "drop K": deletes both.
class Counting final : public Processor {
 public:
  Status on_record(const std::string&, const Record& record, Draft& draft) override {
    const std::string key = record.value.substr(record.value.find(' ') + 1);
    const Instant due = instant_from_micros(1'000'000'000'000);
    if (record.value.starts_with("drop")) return draft.erase(key), draft.clear_timer(key, due), Status();
    draft.put(key, draft.get(key).value_or("") + "x");
    draft.set_timer(key, due, key);
    return {};
  }
  Status on_event(lead::v1::Event&, Draft&) override { return {}; }
  Status on_timer(const journal::v1::Timer&, Draft&) override { return {}; }
  Status on_outbox(const journal::v1::OutboxEntry&, const OutboxOutcome&, Draft&) override { return {}; }
  void forget() override {}
};

class RestoreTest : public testing::Test, public TaskObserver, public StoreBoard {
 protected:
  std::unique_ptr<Task> owner() {
    TaskSpec spec;
    spec.stage = "test", spec.journal = "test.journal", spec.inputs = {{"in", false}}, spec.owner_id = "o";
    return std::make_unique<Task>(spec, Task::World{log_, stores_, processor_, *this, *this, wake_});
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
  void project() {
    Projector projector({"test", 0, {}}, log_, wake_);
    for (int i = 0; i < 100; ++i) (void)projector.step();
  }
  std::map<std::string, std::string, std::less<>> values() {
    auto content = stores_.disk("test", 0).content();
    content.erase(kPositionKey);
    return content;
  }
  void settled(const TaskSpec&, const journal::v1::Effect&, Offset, Instant, bool) override {}
  void state_changed(const TaskSpec&, TaskState state, const std::string& why) override {
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
