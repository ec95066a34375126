// Requests for a workspace that another process has acknowledged a moment ago.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <future>

#include "base/manual_clock.h"
#include "config/late_config.h"
#include "ingest/http/fakes/log_fake.h"
#include "ingest/http/fakes/loopback_fake.h"
#include "ingest/http/http_endpoints.h"
#include "ingest/sources/text.h"
#include "stream/fakes/config_command_fake.h"
#include "stream/fakes/memory_log.h"

namespace leakproof::ingest {
namespace {

class LateWorkspaceTest : public ::testing::Test {
 protected:
  LateWorkspaceTest() {
    HttpEndpointOptions options;
    options.late_config = &late_;
    endpoints_.emplace(log_, directory_, secrets_, real_text(), clock_, metrics_, options);
    endpoints_->add_to(routes_);
    server_ = *net::HttpServer::start({}, [this](const net::HttpRequest& request, net::Respond respond) {
      routes_.serve(request, std::move(respond));
    });
  }
  void apply_elsewhere(const std::string& workspace) {
    stream::push_config(configs_, workspace, "{id: site, kind: form}");
  }
  std::future<Answer> send(const std::string& workspace) {
    return send("/f/" + workspace + "/site", "Content-Type: application/x-www-form-urlencoded\r\n",
                "name=An&phone=0901234567");
  }
  std::future<Answer> send_json(const std::string& workspace, const std::string& source) {
    return send("/v1/workspaces/" + workspace + "/leads",
                "Content-Type: application/json\r\nAuthorization: Bearer token\r\nIdempotency-Key: k\r\n",
                R"({"source":")" + source + R"(","fields":{"phone":"0901234567"}})");
  }
  // Returns when the request waits and the log has said how far it is.
  std::future<Answer> send(const std::string& path, const std::string& headers, const std::string& body) {
    auto answer =
        std::async(std::launch::async, [=, this] { return call(server_->port(), "POST", path, headers, body); });
    late_.wake().wait_for(std::chrono::minutes(1));
    late_.step();
    return answer;
  }
  ManualClock clock_{Instant(std::chrono::seconds(1760000000))};
  observe::Metrics metrics_;
  LogFake log_;
  const std::filesystem::path folder_ = std::filesystem::path(::testing::TempDir()) / "late_workspace_secrets";
  app::FileSecrets secrets_{folder_};
  stream::MemoryLog configs_;
  config::Directory directory_;
  std::unique_ptr<config::ConfigFollower> follower_ = *config::ConfigFollower::open(configs_, directory_);
  config::LateConfig late_{configs_, *follower_, clock_};
  std::optional<HttpEndpoints> endpoints_;
  net::HttpRoutes routes_;
  std::unique_ptr<net::HttpServer> server_;
};

TEST_F(LateWorkspaceTest, WhatNoProcessKnowsIsNotFound) { EXPECT_EQ(send("none").get().status, 404); }
TEST_F(LateWorkspaceTest, WhatIsOnItsWayIsWaitedFor) {
  apply_elsewhere("new");
  auto answer = send("new");
  ASSERT_TRUE(follower_->step().ok());
  late_.settle();
  EXPECT_EQ(answer.get().status, 202);
}
// It stands in the body, and the workspace is known: the answer must not be that of the version before.
TEST_F(LateWorkspaceTest, RegressionASourceOfTheJsonDoorThatIsOnItsWayIsWaitedFor) {
  std::filesystem::create_directories(folder_ / "known");
  std::ofstream(folder_ / "known" / "api_token") << "token";
  stream::push_config(configs_, "known", "{id: api, kind: json}");
  ASSERT_TRUE(follower_->step().ok());
  stream::push_config(configs_, "known", "{id: api, kind: json}, {id: second, kind: json}");
  auto answer = send_json("known", "second");
  auto never = send_json("known", "third");
  ASSERT_TRUE(follower_->step().ok());
  late_.settle();
  EXPECT_EQ(answer.get().status, 202);
  EXPECT_EQ(never.get().status, 422);
}
TEST_F(LateWorkspaceTest, WhenNobodyCanSayTheSenderTriesAgain) {
  apply_elsewhere("slow");
  auto answer = send("slow");
  clock_.advance(std::chrono::seconds(2));
  late_.settle();
  EXPECT_EQ(answer.get().status, 503);
}

}  // namespace
}  // namespace leakproof::ingest
