// The endpoints over a real loopback socket, with a log in memory: what their tests share.
#pragma once
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "base/encoding.h"
#include "base/manual_clock.h"
#include "crypto/digest.h"
#include "ingest/http/fakes/log_fake.h"
#include "ingest/http/fakes/loopback_fake.h"
#include "ingest/http/http_endpoints.h"
#include "ingest/sources/text.h"
#include "leakproof/lead/v1/activity.pb.h"
#include "leakproof/lead/v1/event.pb.h"

namespace leakproof::ingest {

inline const Instant kNow = Instant(std::chrono::seconds(1760000000));
inline const std::string kWebhookSecret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

inline constexpr const char* kYaml = R"(workspace: demo
region: VN
zone: Asia/Ho_Chi_Minh
sources:
  - {id: api, kind: json}
  - {id: fb, kind: meta, secret: app, meta: {verify_token: verify, access_token: access}}
  - {id: ads, kind: google, secret: ads_key, path_token: abcdefghijklmnop}
  - {id: hook, kind: webhook, secret: hook}
  - {id: oa, kind: zalo, secret: oa}
  - {id: li, kind: linkedin, secret: app}
  - {id: crm, kind: hubspot, secret: app}
  - {id: land, kind: ladipage, path_token: abcdefghijklmnop}
  - id: site
    kind: form
    form: {redirect: "https://www.example.com/thanks", honeypot: fax, allowed_origins: ["https://www.example.com"]}
members: [{id: lan, name: Lan}]
pools: [{id: sales, members: [lan]}]
fallback: {pool: sales}
)";

class HttpEndpointsTest : public ::testing::Test {
 protected:
  void SetUp() override {
    directory_path = std::filesystem::path(::testing::TempDir()) / ("endpoints." + std::to_string(::getpid()));
    std::filesystem::create_directories(directory_path / "demo");
    write("api_token", "token-1\n");
    write("app", "dummy-secret");
    write("ads_key", "EXAMPLE-KEY");
    write("hook", kWebhookSecret);
    write("oa", "dummy-secret");
    write("verify", "vt");
    lead::v1::ConfigCommand command;
    command.set_workspace_id("demo");
    command.set_request_id("r");
    command.set_yaml(kYaml);
    ASSERT_TRUE(directory.on_command(command));
    start({});
  }
  void TearDown() override {
    server.reset();
    std::filesystem::remove_all(directory_path);
  }
  void start(HttpEndpointOptions options) {
    server.reset();
    endpoints = std::make_unique<HttpEndpoints>(log, directory, secrets(), real_text(), clock, metrics, options);
    routes = net::HttpRoutes();
    endpoints->add_to(routes);
    net::HttpServerOptions with;
    with.body_rule = [this](const std::string& path) { return routes.body_rule(path); };
    auto started = net::HttpServer::start(with, [this](const net::HttpRequest& request, net::Respond respond) {
      routes.serve(request, std::move(respond));
    });
    ASSERT_TRUE(started.ok());
    server = *std::move(started);
  }
  const app::FileSecrets& secrets() {
    if (!kept) kept = std::make_unique<app::FileSecrets>(directory_path);
    return *kept;
  }
  void write(const std::string& name, const std::string& text) {
    std::ofstream(directory_path / "demo" / name) << text;
  }

  Answer post(const std::string& target, const std::string& body, const std::string& headers = {},
              const std::string& type = "application/json") {
    return call(server->port(), "POST", target, (type.empty() ? "" : "Content-Type: " + type + "\r\n") + headers, body);
  }
  Answer get(const std::string& target) { return call(server->port(), "GET", target, "", ""); }
  Answer submit(const std::string& body, const std::string& key = "k1", const std::string& more = {}) {
    return post("/v1/workspaces/demo/leads", body,
                "Authorization: Bearer token-1\r\nIdempotency-Key: " + key + "\r\n" + more);
  }
  std::string signed_by(const std::string& secret, const std::string& body) {
    return "X-Hub-Signature-256: sha256=" + crypto::hex(crypto::hmac_sha256(secret, body)) + "\r\n";
  }

  std::vector<lead::v1::Submission> submissions() { return log.all_of<lead::v1::Submission>("lead.submissions"); }
  std::vector<lead::v1::Activity> activities() { return log.all_of<lead::v1::Activity>("sales.activities"); }

  std::filesystem::path directory_path;
  LogFake log;
  config::Directory directory;
  std::unique_ptr<app::FileSecrets> kept;
  ManualClock clock{kNow};
  observe::Metrics metrics;
  std::unique_ptr<HttpEndpoints> endpoints;
  net::HttpRoutes routes;
  std::unique_ptr<net::HttpServer> server;
};

inline constexpr const char* kAn = R"({"fields":{"name":"An","phone":"0901234567"}})";
inline const std::string kUrlencoded = "application/x-www-form-urlencoded";

}  // namespace leakproof::ingest
