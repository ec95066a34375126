#include "stream/task_draft.h"

#include <gtest/gtest.h>

#include "stream/fakes/memory_store.h"
#include "stream/limits.h"

namespace leakproof::stream {
namespace {

using std::string;

TEST(TaskDraft, HasRoomUntilASliceIsFull) {
  MemoryStores stores;
  Overlay overlay(stores.disk("test", 0));
  TaskDraft draft(overlay, {"test", 0, Offset(0), 1}, Instant(), new_arena(4096));
  const string half(limits::kSliceBytesMax / 2, 'x');
  EXPECT_TRUE(draft.has_room());
  draft.put("a", half);
  EXPECT_TRUE(draft.has_room());
  draft.set_timer("t", Instant(std::chrono::seconds(1)), half);
  EXPECT_FALSE(draft.has_room());
  draft.clear_timer("t", Instant(std::chrono::seconds(1)));
  EXPECT_FALSE(draft.has_room()) << "what was taken back counts: a slice may end too early";
  TaskDraft next(overlay, {"test", 0, Offset(0), 2}, Instant(), new_arena(4096));
  EXPECT_TRUE(next.has_room());
}

}  // namespace
}  // namespace leakproof::stream
