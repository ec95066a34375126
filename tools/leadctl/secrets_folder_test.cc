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
  EXPECT_EQ(*make_secrets(folder, workspace, zeros),
            (std::vector<std::string>{"api_token", "unsubscribe_key", "hook"}));
  EXPECT_TRUE(make_secrets(folder, workspace, zeros)->empty());
  EXPECT_EQ(read_secret(folder, "demo", "hook"), "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=");
  EXPECT_EQ(read_secret(folder, "demo", "api_token")->size(), 48u);
  EXPECT_FALSE(read_secret(folder, "demo", "other"));
  EXPECT_EQ(fs::status(folder / "demo" / "hook").permissions(), fs::perms::owner_read | fs::perms::owner_write);
  fs::remove_all(folder);
}

}  // namespace
}  // namespace leakproof::leadctl
