#include "process/census_gauges.h"

#include <gtest/gtest.h>

#include "stream/fakes/memory_store.h"
#include "stream/state_key.h"
#include "stream/store_layout.h"

namespace leakproof {
namespace {

// Values are numbers of cats asleep; every tenth of them counts as lost.
Books cats() {
  return {"cats", "basket", [](const std::string& value) -> Result<Census> {
            const int asleep = value.empty() ? 0 : std::stoi(value);
            return Census{asleep, {{"asleep", asleep - asleep / 10}}};
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
    gauges_.step("house", cats());
    std::string lines;
    const auto text = metrics_.exposition();
    for (std::size_t at = 0; at < text.size(); at = text.find('\n', at) + 1) {
      if (text[at] != '#') lines += text.substr(at, text.find('\n', at) + 1 - at);
    }
    return lines;
  }
  stream::LocalStates states_{1};
  Metrics metrics_;
  CensusGauges gauges_{states_, metrics_};
};

TEST_F(CensusGaugesTest, AddsUpEveryWorkspaceWhoseStateIsHere) {
  EXPECT_EQ(shown(), "leakproof_house_accepted_cats 0\nleakproof_house_cats{state=\"asleep\"} 0\n") << "every state from the beginning";
  stream::MemoryStore store;
  for (const std::string workspace : {"a", "ab", "b", "z\xff"}) put(store, workspace, "1", "3"), put(store, workspace, "2", "4");
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

}  // namespace
}  // namespace leakproof
