#include "rocks/ready_file.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include "rocks/rocks_store.h"

namespace leakproof::rocks {
namespace {

TEST(ReadyFile, IsAStoreWithAllThatWasHandedOver) {
  const auto root = std::filesystem::path(testing::TempDir()) / ("ready-" + std::to_string(getpid()));
  const auto done = ingest_ready_file(root / "router" / "0", {{"b", "2"}, {"a", "1"}});
  ASSERT_TRUE(done.ok()) << done.error().message();
  {
    RocksStoreFactory factory(root);
    auto store = factory.open("router", 0);
    ASSERT_TRUE(store.ok()) << store.error().message();
    EXPECT_EQ(*(*store)->get("a"), "1");
    EXPECT_EQ(*(*store)->get("b"), "2");
  }
  std::filesystem::remove_all(root);
}

}  // namespace
}  // namespace leakproof::rocks
