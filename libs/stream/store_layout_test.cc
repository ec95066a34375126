#include "stream/store_layout.h"

#include <gtest/gtest.h>

namespace leakproof::stream {
namespace {

TEST(StoreLayout, TimersSortByDueTime) {
  EXPECT_LT(timer_key(instant_from_micros(255), "z"), timer_key(instant_from_micros(256), "a"));
  EXPECT_EQ(due_of_timer_key(timer_key(instant_from_micros(77), "id")), instant_from_micros(77));
}
TEST(StoreLayout, AnEffectThatFiresAndSetsTheSameTimerKeepsTheNewOne) {
  journal::v1::Effect effect;
  for (auto* timer : {effect.add_timers_set()}) {
    timer->set_id("x");
    timer->set_due_micros(5);
  }
  auto* cleared = effect.add_timers_cleared();
  cleared->set_id("x");
  cleared->set_due_micros(5);
  std::vector<Change> changes;
  add_changes(effect, Offset(0), {}, changes);
  EXPECT_TRUE(changes.back().value.has_value());
}
TEST(StoreLayout, RemovingAnOutboxEntryForgetsItsMarker) {
  journal::v1::Effect effect;
  effect.add_outbox_removed("i");
  std::vector<Change> changes;
  add_changes(effect, Offset(0), {}, changes);
  ASSERT_EQ(changes.size(), 2u);
  EXPECT_EQ(changes[0].key, "oi");
  EXPECT_EQ(changes[1].key, "ai");
}
TEST(StoreLayout, OfEachKeyTheLastChangeStays) {
  const std::string longer = "a key that is no small string";
  std::vector<Change> changes = {{"a", "1"}, {longer, "1"}, {"b", "1"}, {"a", std::nullopt}, {longer, "2"}};
  keep_last_of_each_key(changes);
  std::string left;
  for (const auto& [key, value] : changes) left += key + "=" + value.value_or("gone") + " ";
  EXPECT_EQ(left, "b=1 a=gone " + longer + "=2 ");
  changes.clear();
  keep_last_of_each_key(changes);
  EXPECT_TRUE(changes.empty());
}

}  // namespace
}  // namespace leakproof::stream
