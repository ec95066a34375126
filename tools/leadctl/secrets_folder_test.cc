#include "leadctl/secrets_folder.h"

#include <gtest/gtest.h>
#include <unistd.h>

namespace leakproof::leadctl {
namespace {

namespace fs = std::filesystem;

TEST(SecretsFolder, WritesWhatIsMissingAndKeepsWhatIsThere) {
  config::v1::Workspace workspace;
  workspace.set_workspace_id("demo");
  auto* source = workspace.add_sources();
  source->set_kind("webhook");
  source->set_secret("hook");
  workspace.mutable_messaging()->set_unsubscribe_url("https://a.example/u");
  auto* bot = workspace.add_members()->add_notify();
  bot->set_by("bot");
  bot->set_secret("bot");
  const auto folder = fs::temp_directory_path() / ("leadctl-secrets-" + std::to_string(getpid()));
  const auto zeros = [](std::size_t count) { return std::string(count, '\0'); };
  const auto made = make_secrets(folder, workspace, false, zeros);
  EXPECT_EQ(made->written, (std::vector<std::string>{"api_token", "unsubscribe_key", "hook"}));
  ASSERT_EQ(made->missing.size(), 1u);
  EXPECT_EQ(made->missing[0].name, "bot");
  EXPECT_TRUE(make_secrets(folder, workspace, false, zeros)->written.empty());
  EXPECT_EQ(read_secret(folder, "demo", "hook"), "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=");
  EXPECT_EQ(read_secret(folder, "demo", "api_token")->size(), 48u);
  EXPECT_FALSE(read_secret(folder, "demo", "other"));
  EXPECT_EQ(fs::status(folder / "demo" / "hook").permissions(), fs::perms::owner_read | fs::perms::owner_write);
  fs::remove_all(folder);
}

// An invented one would look right, and every lead of the platform would be refused.
TEST(SecretsFolder, RegressionWhatAPlatformIssuesIsNotInvented) {
  config::v1::Workspace workspace;
  workspace.set_workspace_id("demo");
  auto* meta = workspace.add_sources();
  meta->set_kind("meta");
  meta->set_secret("app");
  meta->mutable_meta()->set_verify_token("verify");
  meta->mutable_meta()->set_access_token("access");
  auto* zalo = workspace.add_sources();
  zalo->set_kind("zalo");
  zalo->set_secret("oa");
  const auto folder = fs::temp_directory_path() / ("leadctl-issued-" + std::to_string(getpid()));
  const auto zeros = [](std::size_t count) { return std::string(count, '\0'); };
  const auto made = make_secrets(folder, workspace, false, zeros);
  EXPECT_EQ(made->written, (std::vector<std::string>{"api_token", "verify"}));
  std::string missing;
  for (const auto& one : made->missing) missing += one.name + " " + one.given_by.substr(0, 5) + "|";
  EXPECT_EQ(missing, "app Meta:|access Meta:|oa Zalo:|");
  EXPECT_FALSE(read_secret(folder, "demo", "access"));
  const auto trial = make_secrets(folder, workspace, true, zeros);
  EXPECT_EQ(trial->written, (std::vector<std::string>{"app", "access", "oa"})) << "nobody else is there to know them";
  EXPECT_TRUE(trial->missing.empty());
  fs::remove_all(folder);
}

}  // namespace
}  // namespace leakproof::leadctl
