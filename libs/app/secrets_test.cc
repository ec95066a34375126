#include "app/secrets.h"

#include <gtest/gtest.h>

#include <fstream>

namespace leakproof::app {
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

class ProtectionTest : public ::testing::Test {
 protected:
  ProtectionTest() { std::filesystem::create_directories(root_ / "demo"); }
  ~ProtectionTest() override { std::filesystem::remove_all(folder_); }
  void write_token() { std::ofstream(root_ / "demo" / "api_token") << "token"; }
  const std::filesystem::path folder_ = std::filesystem::path(::testing::TempDir()) / "leakproof_protection";
  const std::filesystem::path root_ = folder_ / "secrets", memory_ = folder_ / "data" / "protected_workspaces";
};

TEST_F(ProtectionTest, WhatHadATokenStaysProtected) {
  {
    FileSecrets secrets(root_, memory_);
    EXPECT_TRUE(secrets.is_open("demo"));
    write_token();
    EXPECT_FALSE(secrets.is_open("demo"));
    EXPECT_TRUE(secrets.locked().empty());
    std::filesystem::remove(root_ / "demo" / "api_token");
    EXPECT_FALSE(secrets.is_open("demo")) << "the file is lost";
    EXPECT_FALSE(secrets.matches("demo", "api_token", "")) << "and nobody is let in";
    EXPECT_TRUE(secrets.is_open("other"));
  }
  std::filesystem::remove_all(root_);
  FileSecrets after_a_restart(root_, memory_);
  EXPECT_FALSE(after_a_restart.is_open("demo"));
  EXPECT_EQ(after_a_restart.locked(), std::vector<std::string>{"demo"});
}
TEST_F(ProtectionTest, ATokenIsRememberedFromTheStartOn) {
  write_token();
  { FileSecrets never_asked(root_, memory_); }
  std::filesystem::remove_all(root_);
  EXPECT_FALSE(FileSecrets(root_, memory_).is_open("demo"));
}
TEST_F(ProtectionTest, ATokenThatCannotBeUsedOpensNothing) {
  std::ofstream(root_ / "demo" / "api_token") << "\n";
  FileSecrets secrets(root_, {});
  EXPECT_FALSE(secrets.is_open("demo"));
  EXPECT_EQ(secrets.problem("demo", "api_token"), "is empty");
  EXPECT_EQ(secrets.problem("demo", "absent"), "is missing");
  std::filesystem::create_directories(root_ / "demo" / "folder");
  EXPECT_EQ(secrets.problem("demo", "folder"), "cannot be read") << "and reading it does not end the process";
}
TEST_F(ProtectionTest, AMistypedDirectoryIsAnError) {
  Settings settings;
  settings.data = folder_ / "data";
  settings.secrets = root_;
  EXPECT_TRUE(prepare_secrets(settings).ok());
  settings.secrets = folder_ / "secrtes";
  const auto mistyped = prepare_secrets(settings);
  ASSERT_FALSE(mistyped.ok());
  EXPECT_NE(mistyped.error().message().find("secrtes"), std::string::npos);
  EXPECT_EQ(mistyped.error().disposition(), Disposition::kRefuse);
  settings.secrets = folder_ / "data" / "secrets";
  EXPECT_TRUE(prepare_secrets(settings).ok()) << "ours to make";
  EXPECT_TRUE(std::filesystem::is_directory(folder_ / "data" / "secrets"));
  settings.data = folder_ / "data.yaml";
  std::ofstream(settings.data) << "x";
  settings.secrets = settings.data / "secrets";
  EXPECT_EQ(prepare_secrets(settings).error().message().find("data: " + settings.data.string() + " is no directory"),
            0u)
      << "the secrets in it are not at fault";
}

}  // namespace
}  // namespace leakproof::app
