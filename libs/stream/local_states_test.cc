#include "stream/local_states.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "stream/fakes/memory_store.h"
#include "stream/store_layout.h"

namespace leakproof::stream {
namespace {

TEST(LocalStates, ServesOnlyWhatIsPublished) {
  LocalStates states(1);
  MemoryStore store;
  TaskSpec task;
  task.stage = "router";
  ASSERT_TRUE(store.apply({{value_key("w"), "1"}, {value_key("x"), "3"}, {"t", "4"}}).ok());
  EXPECT_EQ(states.get("router", "w", "x").error().disposition(), Disposition::kRetry);
  states.publish(task, store);
  EXPECT_TRUE(states.serves("router", "w"));
  EXPECT_EQ(states.served("router"), std::vector<std::int32_t>{0});
  EXPECT_FALSE(states.serves("ingest", "w"));
  EXPECT_EQ(**states.get("router", "w", "x"), "3");
  EXPECT_FALSE(states.get("router", "w", "y")->has_value());
  EXPECT_EQ(states.scan("router", "w", "w", "", 10)->size(), 1u);
  states.retract(task);
  EXPECT_FALSE(states.scan("router", "w", "w", "", 10).ok());
}
TEST(LocalStates, PagesGoOnAfterTheLastKey) {
  LocalStates states(1);
  MemoryStore store;
  TaskSpec task;
  task.stage = "s";
  states.publish(task, store);
  for (auto key : {"a", "a0", "b", "c"}) ASSERT_TRUE(store.apply({{value_key(key), key}}).ok());
  auto first = states.scan("s", "w", "", "", 2);
  auto rest = states.scan("s", "w", "", first->back().first, 10);
  EXPECT_EQ(first->back().first, "a0");
  EXPECT_EQ(rest->front().first, "b");
  EXPECT_EQ(rest->size(), 2u);
}

TEST(LocalStates, AWorkspaceIsListedOnceAndWhereItLives) {
  LocalStates states(2);
  MemoryStore stores[2];
  for (std::int32_t partition = 0; partition < 2; ++partition) {
    TaskSpec task;
    task.stage = "ingest";
    task.partition = partition;
    states.publish(task, stores[partition]);
    for (const std::string workspace : {"a", "b", "c"})  // some of it stands on a partition that is not its own
      ASSERT_TRUE(stores[partition].apply({{value_key(workspace + std::string(1, '\0') + "x"), "1"}}).ok());
  }
  auto found = *states.workspaces("ingest");
  std::sort(found.begin(), found.end());
  EXPECT_EQ(found, (std::vector<std::string>{"a", "b", "c"}));
}

}  // namespace
}  // namespace leakproof::stream
