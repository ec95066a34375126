#include "rocks/reopenable.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>

#include "rocks/database.h"

namespace leakproof::rocks {
namespace {

namespace fs = std::filesystem;

class ReopenableTest : public testing::Test {
 protected:
  ReopenableTest() : place_{(fs::path(testing::TempDir()) / ("reopenable-" + std::to_string(getpid()))).string(), ""} {}
  ~ReopenableTest() override { fs::remove_all(place_.path); }

  Result<std::unique_ptr<rocksdb::DB>> open() {
    ++openings_;
    if (no_space_) return retry("no space");
    return open_database(usual_options(1 << 20), place_);
  }
  static Result<std::string> value(const Reopenable& database) {
    return database.with([](rocksdb::DB& opened) -> Result<std::string> {
      std::string found;
      LEAKPROOF_TRY(checked(opened.Get({}, "key", &found), {}));
      return found;
    });
  }

  const Place place_;
  bool no_space_ = false;
  int openings_ = 0;
};

TEST_F(ReopenableTest, HoldsWhatItHeld) {
  Reopenable database(*open(), [this] { return open(); });
  ASSERT_TRUE(database.with([](rocksdb::DB& opened) { return checked(opened.Put({}, "key", "value"), {}); }).ok());
  ASSERT_TRUE(database.reopen().ok());
  EXPECT_EQ(openings_, 2);
  EXPECT_EQ(*value(database), "value");
}

TEST_F(ReopenableTest, WhatDoesNotOpenIsTriedAgain) {
  Reopenable database(*open(), [this] { return open(); });
  ASSERT_TRUE(database.with([](rocksdb::DB& opened) { return checked(opened.Put({}, "key", "value"), {}); }).ok());
  no_space_ = true;
  ASSERT_FALSE(database.reopen().ok());
  EXPECT_EQ(value(database).error().disposition(), Disposition::kRetry);
  no_space_ = false;
  ASSERT_TRUE(database.reopen().ok());
  EXPECT_EQ(*value(database), "value");
}

}  // namespace
}  // namespace leakproof::rocks
