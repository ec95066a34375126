#include "gateway/secret_watch.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "app/secrets.h"
#include "config/named_secrets.h"
#include "crypto/unsubscribe_token.h"
#include "observe/log.h"

namespace leakproof::gateway {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

class SecretWatchTest : public testing::Test {
 protected:
  SecretWatchTest() {
    std::filesystem::create_directories(folder_ / "demo");
    observe::set_log_stream(&log_);
    lead::v1::ConfigCommand command;
    command.set_workspace_id("demo");
    command.set_request_id("r");
    command.set_yaml(
        "workspace: demo\nzone: UTC\nsources:\n"
        "  - {id: api, kind: json}\n"
        "  - {id: fb, kind: meta, secret: app, meta: {verify_token: verify, access_token: access}}\n"
        "  - {id: hook, kind: webhook, secret: hook}\n"
        "members: [{id: lan, name: Lan}]\npools: [{id: sales, members: [lan]}]\nfallback: {pool: sales}\n");
    EXPECT_TRUE(configs_.on_command(command));
  }
  ~SecretWatchTest() override {
    observe::set_log_stream(nullptr);
    std::filesystem::remove_all(folder_);
  }
  void write(const std::string& name, const std::string& text) { std::ofstream(folder_ / "demo" / name) << text; }
  std::string step() {
    watch_.step();
    return std::exchange(log_, std::ostringstream()).str();
  }
  std::string shown(const std::string& source) {
    const auto text = metrics_.exposition();
    const auto line = text.find("leakproof_edge_unusable_secrets{source=\"" + source + "\",workspace=\"demo\"} ");
    return line == text.npos ? "" : text.substr(text.find("} ", line) + 2, 1);
  }
  const std::filesystem::path folder_ = std::filesystem::path(testing::TempDir()) / "leakproof_secret_watch";
  std::ostringstream log_;
  config::Directory configs_;
  observe::Metrics metrics_;
  app::FileSecrets secrets_{folder_};
  SecretWatch watch_{configs_, secrets_, metrics_};
};

TEST_F(SecretWatchTest, NamesEachSecretThatAConfigurationWantsAndDoesNotGet) {
  write("app", "s");
  write("access", "\n");
  write("hook", "no base64 at all!");
  EXPECT_THAT(secret_problems(configs_.find("demo")->workspace, secrets_),
              ElementsAre(SecretProblem{"source", "fb", "verify", "is missing"},
                          SecretProblem{"source", "fb", "access", "is empty"},
                          SecretProblem{"source", "hook", "hook", "is no Standard Webhooks secret"}));
}
// Without it every mail of a journey waits; without the token the workspace is open, which is for its owner to say.
TEST_F(SecretWatchTest, NamesTheKeyThatSignsLinks) {
  config::v1::Workspace workspace;
  workspace.set_workspace_id("demo");
  workspace.mutable_messaging()->set_unsubscribe_url("https://a.example/u");
  EXPECT_THAT(secret_problems(workspace, secrets_),
              ElementsAre(SecretProblem{"workspace", "demo", crypto::kUnsubscribeKey, "is missing"}));
  EXPECT_EQ(config::secrets_of(workspace)[0].name, std::string(app::kApiToken)) << "as the doors call it";
}
TEST_F(SecretWatchTest, SaysSoOnceAndShowsItBySource) {
  const auto first = step();
  EXPECT_THAT(first, HasSubstr(R"("event":"secret_unusable","workspace":"demo","source":"fb","secret":"verify")"));
  EXPECT_EQ(shown("fb"), "3");
  EXPECT_EQ(shown("hook"), "1");
  EXPECT_EQ(shown("api"), "0");
  EXPECT_EQ(step(), "");
  write("hook", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
  EXPECT_THAT(step(), HasSubstr(R"("event":"secret_usable","workspace":"demo","source":"hook")"));
  EXPECT_EQ(shown("hook"), "0");
}

}  // namespace
}  // namespace leakproof::gateway
