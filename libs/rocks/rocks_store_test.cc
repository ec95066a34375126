#include "rocks/rocks_store.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>

#include "base/crash_point.h"
#include "rocks/database.h"

namespace leakproof::rocks {
namespace {

namespace fs = std::filesystem;
using stream::Change;
using testing::ElementsAre;
using testing::HasSubstr;

class RocksStoreTest : public testing::Test {
 protected:
  RocksStoreTest()
      : root_(fs::path(testing::TempDir()) / ("rocks-" + std::to_string(getpid()))), factory_(root_ / "state") {}
  ~RocksStoreTest() override { fs::remove_all(root_); }

  std::unique_ptr<stream::Store> open() {
    auto store = factory_.open("router", 3);
    EXPECT_TRUE(store.ok()) << store.error().message();
    return *std::move(store);
  }
  static std::vector<std::string> keys(const stream::Store& store, std::string_view prefix,
                                       std::string_view from = "") {
    std::vector<std::string> found;
    const auto keep = [&](std::string_view key, std::string_view) {
      found.emplace_back(key);
      return true;
    };
    EXPECT_TRUE(store.scan(prefix, from, keep).ok());
    return found;
  }

  const fs::path root_;
  RocksStoreFactory factory_;
};

TEST_F(RocksStoreTest, KeepsPutsAndForgetsDeletes) {
  auto store = open();
  ASSERT_TRUE(store->apply({{"a", "1"}, {"b", ""}, {"c", "3"}}).ok());
  ASSERT_TRUE(store->apply({{"a", std::nullopt}, {"c", "4"}}).ok());
  EXPECT_EQ(*store->get("a"), std::nullopt);
  EXPECT_EQ(*store->get("b"), "");
  EXPECT_EQ(*store->get("c"), "4");
  EXPECT_GT(store->bytes(), 0u);
}

TEST_F(RocksStoreTest, ScansAPrefixInOrderFromAPlaceUntilTold) {
  auto store = open();
  ASSERT_TRUE(store->apply({{"p\xff", ""}, {"p2", ""}, {"p1", ""}, {"o", ""}, {"q", ""}}).ok());
  EXPECT_THAT(keys(*store, "p"), ElementsAre("p1", "p2", "p\xff"));
  EXPECT_THAT(keys(*store, "p", "p2"), ElementsAre("p2", "p\xff"));
  EXPECT_THAT(keys(*store, "p\xff"), ElementsAre("p\xff"));
  EXPECT_THAT(keys(*store, ""), ElementsAre("o", "p1", "p2", "p\xff", "q"));
  int seen = 0;
  const auto first = [&](auto, auto) {
    ++seen;
    return false;
  };
  ASSERT_TRUE(store->scan("p", "", first).ok());
  EXPECT_EQ(seen, 1);
}

// What a crash leaves: the files as they were at the last flush, seen through a copy taken while the store is still
// open.
TEST_F(RocksStoreTest, ACrashLeavesTheLastFlushWhole) {
  auto store = open();
  ASSERT_TRUE(store->apply({{"position", "1"}, {"lead", "new"}}).ok());
  ASSERT_TRUE(store->flush().ok());
  ASSERT_TRUE(store->apply({{"position", "2"}, {"lead", "owned"}}).ok());
  fs::create_directories(root_ / "crashed" / "router");
  fs::copy(root_ / "state" / "router" / "3", root_ / "crashed" / "router" / "3", fs::copy_options::recursive);

  RocksStoreFactory after_crash(root_ / "crashed");
  auto revived = after_crash.open("router", 3);
  ASSERT_TRUE(revived.ok()) << revived.error().message();
  EXPECT_EQ(*(*revived)->get("position"), "1");
  EXPECT_EQ(*(*revived)->get("lead"), "new");
}

TEST_F(RocksStoreTest, ACleanCloseKeepsAll) {
  ASSERT_TRUE(open()->apply({{"a", "1"}}).ok());
  EXPECT_EQ(*open()->get("a"), "1");
}

TEST_F(RocksStoreTest, OneOpenerAtATime) {
  auto store = open();
  auto second = factory_.open("router", 3);
  ASSERT_FALSE(second.ok());
  EXPECT_EQ(second.error().disposition(), Disposition::kFatal);
  EXPECT_THAT(second.error().message(), HasSubstr("is in use"));
  EXPECT_TRUE(factory_.open("router", 4).ok());
}

TEST_F(RocksStoreTest, DamageSaysWhereAndWhatToDo) {
  {
    auto store = open();
    ASSERT_TRUE(store->apply({{"a", "1"}}).ok() && store->flush().ok());
  }
  std::ofstream(root_ / "state/router/3/CURRENT") << "nonsense";
  auto damaged = factory_.open("router", 3);
  ASSERT_FALSE(damaged.ok());
  EXPECT_EQ(damaged.error().disposition(), Disposition::kFatal);
  EXPECT_THAT(damaged.error().message(), HasSubstr("router/3"));
  EXPECT_THAT(damaged.error().message(), HasSubstr("rebuilt from the journal"));
}

TEST_F(RocksStoreTest, WipeLeavesAnEmptyStore) {
  ASSERT_TRUE(open()->apply({{"a", "1"}}).ok());
  ASSERT_TRUE(factory_.wipe("router", 3).ok());
  EXPECT_FALSE(fs::exists(root_ / "state/router/3"));
  EXPECT_EQ(*open()->get("a"), std::nullopt);
  EXPECT_TRUE(factory_.wipe("router", 7).ok()) << "what was never there is wiped";
}

TEST_F(RocksStoreTest, AWipeThatIsCutShortLeavesAnEmptyStore) {
  open()->apply({{"a", "1"}}).ok();
  const auto wipe = [&] { return arm_crash_point("wiping:1").ok() && factory_.wipe("router", 3).ok(); };
  EXPECT_EXIT(wipe(), testing::KilledBySignal(SIGKILL), "");
  EXPECT_EQ(*open()->get("a"), std::nullopt);
  ASSERT_TRUE(factory_.wipe("router", 3).ok());
  EXPECT_TRUE(fs::is_empty(root_ / "state/router")) << "what was put aside is gone, too";
}

// RocksDB's own LOG would end the process when it cannot be written.
TEST_F(RocksStoreTest, AFullDiskMeetsNoLogOfRocksDb) {
  auto store = open();
  ASSERT_TRUE(store->apply({{"a", "1"}}).ok() && store->flush().ok());
  for (const auto& file : fs::directory_iterator(root_ / "state/router/3"))
    EXPECT_FALSE(file.path().filename().string().starts_with("LOG"));
}

TEST_F(RocksStoreTest, OnlyOurUserMayEnter) {
  open();
  EXPECT_EQ(fs::status(root_ / "state/router/3").permissions(), fs::perms::owner_all);
}

TEST(EndOfPrefix, IsTheLeastKeyBehind) {
  EXPECT_EQ(end_of_prefix("ab"), "ac");
  EXPECT_EQ(end_of_prefix("a\xff"), "b");
  EXPECT_EQ(end_of_prefix("\xff"), "");
  EXPECT_EQ(end_of_prefix(""), "");
}

}  // namespace
}  // namespace leakproof::rocks
