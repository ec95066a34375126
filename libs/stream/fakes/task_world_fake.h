// One log and one disk, on which any number of owners of a task come and go, and a receiver of their calls.
#pragma once
#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "stream/fakes/memory_log.h"
#include "stream/fakes/memory_store.h"
#include "stream/fakes/word_count_fake.h"
#include "stream/state_key.h"
#include "stream/task.h"

namespace leakproof::stream {

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

class TaskWorld : public ::testing::Test, public TaskObserver, public StoreRegistry {
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

}  // namespace leakproof::stream
