#include "process/ledger_gauges.h"

#include <gtest/gtest.h>

#include "stream/fakes/memory_store.h"
#include "stream/local_states.h"
#include "stream/state_key.h"
#include "stream/store_layout.h"

namespace leakproof::process {
namespace {

// Values are numbers of cats asleep; every tenth of them counts as lost.
app::StageLedger cats() {
  return {"cats", "basket", [](const std::string& value) -> Result<app::LedgerCounts> {
            const int asleep = value.empty() ? 0 : std::stoi(value);
            return app::LedgerCounts{asleep, {{"asleep", asleep - asleep / 10}}};
          }};
}

class CensusGaugesTest : public testing::Test {
 protected:
  void put(stream::MemoryStore& store, const std::string& workspace, const std::string& id, const std::string& value) {
    ASSERT_TRUE(store
                    .apply({{stream::value_key(stream::state_key(workspace, "basket", {id})), value},
                            {stream::value_key(stream::state_key(workspace, "other", {id})), "not a number"}})
                    .ok());
  }
  stream::TaskSpec task() {
    stream::TaskSpec spec;
    spec.stage = "house";
    return spec;
  }
  std::string shown() {
    gauges_.update("house", cats(), instant_from_micros(90'000'000));
    std::string lines;
    const auto text = metrics_.exposition();
    for (std::size_t at = 0; at < text.size(); at = text.find('\n', at) + 1) {
      if (text[at] != '#') lines += text.substr(at, text.find('\n', at) + 1 - at);
    }
    return lines;
  }
  stream::LocalStates states_{1};
  observe::Metrics metrics_;
  LedgerGauges gauges_{states_, metrics_};
};

TEST_F(CensusGaugesTest, AddsUpEveryWorkspaceWhoseStateIsHere) {
  EXPECT_EQ(shown(), "leakproof_house_accepted_cats 0\nleakproof_house_cats{state=\"asleep\"} 0\n")
      << "every state from the beginning";
  stream::MemoryStore store;
  for (const std::string workspace : {"a", "ab", "b", "z\xff"}) {
    put(store, workspace, "1", "3");
    put(store, workspace, "2", "4");
  }
  states_.publish(task(), store);
  EXPECT_EQ(shown(), "leakproof_house_accepted_cats 28\nleakproof_house_cats{state=\"asleep\"} 28\n");
  states_.retract(task());
  EXPECT_EQ(shown(), "leakproof_house_accepted_cats 0\nleakproof_house_cats{state=\"asleep\"} 0\n")
      << "another process says it from now on";
}

TEST_F(CensusGaugesTest, ADifferenceIsSeen) {
  stream::MemoryStore store;
  put(store, "a", "1", "10");
  states_.publish(task(), store);
  EXPECT_EQ(shown(), "leakproof_house_accepted_cats 10\nleakproof_house_cats{state=\"asleep\"} 9\n");
}

// The oldest of all workspaces; a kind that nothing waits for is 0.
TEST_F(CensusGaugesTest, WhatWaitsIsCountedAndHasAnAge) {
  stream::MemoryStore store;
  const auto put_waiting = [&](const std::string& workspace, const std::string& since, const std::string& count) {
    ASSERT_TRUE(store
                    .apply({{stream::value_key(stream::state_key(workspace, "asleep", {since})), since},
                            {stream::value_key(stream::state_key(workspace, "asleep", {since + "0"})), "80000000"},
                            {stream::value_key(stream::state_key(workspace, "asleep_count")), count}})
                    .ok());
  };
  put_waiting("a", "70000000", "2");
  put_waiting("b", "30000000", "5");
  states_.publish(task(), store);
  app::StageLedger ledger = cats();
  const auto key = [](const std::string& kind) {
    return [kind](const std::string& workspace) { return stream::state_key(workspace, kind); };
  };
  const auto count = [](const std::string& value) -> Result<std::int64_t> { return std::stoll(value); };
  ledger.queues = {{"sun", key("asleep"), key("asleep_count"), count},
                   {"moon", key("awake"), key("awake_count"), count}};
  gauges_.update("house", ledger, instant_from_micros(90'000'000));
  const auto text = metrics_.exposition();
  for (const char* line :
       {"leakproof_house_waiting_cats{kind=\"sun\"} 7\n", "leakproof_house_waiting_oldest_seconds{kind=\"sun\"} 60\n",
        "leakproof_house_waiting_cats{kind=\"moon\"} 0\n", "leakproof_house_waiting_oldest_seconds{kind=\"moon\"} 0\n"})
    EXPECT_NE(text.find(line), std::string::npos) << line << text;
}

TEST_F(CensusGaugesTest, AStageWithoutALedgerHasItsQueues) {
  app::StageLedger ledger{"cats", "", {}};
  const auto key = [](const std::string& workspace) { return stream::state_key(workspace, "asleep"); };
  ledger.queues = {{"sun", key, key, [](const std::string&) -> Result<std::int64_t> { return 0; }}};
  gauges_.update("house", ledger, instant_from_micros(90'000'000));
  const auto text = metrics_.exposition();
  EXPECT_NE(text.find("leakproof_house_waiting_cats{kind=\"sun\"} 0\n"), std::string::npos) << text;
  EXPECT_EQ(text.find("accepted"), std::string::npos);
}

TEST_F(CensusGaugesTest, TheFurthestOfAllThatStayWithinABound) {
  stream::MemoryStore store;
  for (const std::string workspace : {"a", "b"}) put(store, workspace, "1", workspace == "a" ? "3" : "7");
  states_.publish(task(), store);
  app::StageLedger ledger = cats();
  ledger.bounds = {{"jump_ratio", "How high, of what the house allows", "basket",
                    [](const std::string& value) -> Result<double> { return std::stod(value) / 10; }}};
  gauges_.update("house", ledger, instant_from_micros(90'000'000));
  EXPECT_NE(metrics_.exposition().find("leakproof_house_jump_ratio 0.7"), std::string::npos) << metrics_.exposition();
}

}  // namespace
}  // namespace leakproof::process
