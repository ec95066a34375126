#include "app/secrets.h"

#include <gtest/gtest.h>

#include <fstream>

namespace leakproof {
namespace {

TEST(FileSecrets, ReadsPlainNamesBelowItsRootOnly) {
  const auto root = std::filesystem::path(::testing::TempDir()) / "leakproof_secrets";
  std::filesystem::create_directories(root / "demo");
  std::ofstream(root / "outside") << "no";
  std::ofstream(root / "demo" / "meta") << "current\n";
  std::ofstream(root / "demo" / "meta.previous") << "old";
  FileSecrets secrets(root);
  EXPECT_EQ(secrets.get("demo", "meta"), "current");
  EXPECT_EQ(secrets.live("demo", "meta"), (std::vector<std::string>{"current", "old"}));
  EXPECT_TRUE(secrets.matches("demo", "meta", "old"));
  EXPECT_FALSE(secrets.matches("demo", "meta", "other"));
  EXPECT_FALSE(secrets.matches("demo", "absent", ""));
  EXPECT_FALSE(secrets.get("demo", "../outside"));
  EXPECT_FALSE(secrets.get("..", "outside"));
  EXPECT_FALSE(secrets.get("demo", "absent"));
  std::ofstream(root / "demo" / "meta") << "rotated";
  std::filesystem::last_write_time(root / "demo" / "meta",
                                   std::filesystem::file_time_type::clock::now() + std::chrono::seconds(5));
  EXPECT_EQ(secrets.get("demo", "meta"), "rotated");
  std::filesystem::remove_all(root);
}

}  // namespace
}  // namespace leakproof
