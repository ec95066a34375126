#include "stream/typed_state.h"

#include <gtest/gtest.h>

#include "stream/fakes/draft_fake.h"

namespace leakproof::stream {
namespace {

TEST(TypedState, GivesBackWhatWasStoredAndTellsAbsentFromEmpty) {
  DraftFake draft{Instant()};
  EXPECT_FALSE(find<journal::v1::Timer>(draft, "a").has_value());
  EXPECT_EQ(load<journal::v1::Timer>(draft, "a").id(), "");
  journal::v1::Timer timer;
  timer.set_id("t");
  store(draft, "a", timer);
  store(draft, "empty", journal::v1::Timer());
  EXPECT_EQ(find<journal::v1::Timer>(draft, "a")->id(), "t");
  EXPECT_EQ(load<journal::v1::Timer>(draft, "a").id(), "t");
  EXPECT_TRUE(find<journal::v1::Timer>(draft, "empty").has_value());
}
TEST(TypedStateDeathTest, DamageIsNeverReadAsAValue) {
  DraftFake draft{Instant()};
  draft.put("a", "\xff\xff");
  EXPECT_DEATH(find<journal::v1::Timer>(draft, "a"), "CHECK failed");
}

}  // namespace
}  // namespace leakproof::stream
