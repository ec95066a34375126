// The endpoints over a real loopback socket, with a log in memory.
#include "ingest/http/http_endpoints.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <thread>

#include "base/encoding.h"
#include "base/manual_clock.h"
#include "crypto/standard_webhooks.h"
#include "ingest/http/fakes/log_fake.h"
#include "ingest/http/fakes/loopback_fake.h"
#include "ingest/ids.h"
#include "ingest/sources/text.h"
#include "leakproof/lead/v1/activity.pb.h"
#include "leakproof/lead/v1/event.pb.h"
#include "stream/fakes/memory_log.h"

namespace leakproof::ingest {
namespace {

const Instant kNow = Instant(std::chrono::seconds(1760000000));
const std::string kWebhookSecret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

constexpr const char* kYaml = R"(workspace: demo
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
    routes = HttpRoutes();
    endpoints->add_to(routes);
    HttpServerOptions with;
    with.body_rule = [this](const std::string& path) { return routes.body_rule(path); };
    auto started = HttpServer::start(
        with, [this](const HttpRequest& request, Respond respond) { routes.serve(request, std::move(respond)); });
    ASSERT_TRUE(started.ok());
    server = *std::move(started);
  }
  const FileSecrets& secrets() {
    if (!kept) kept = std::make_unique<FileSecrets>(directory_path);
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
    return "X-Hub-Signature-256: sha256=" + hex(hmac_sha256(secret, body)) + "\r\n";
  }

  std::vector<lead::v1::Submission> submissions() { return log.all_of<lead::v1::Submission>("lead.submissions"); }
  std::vector<lead::v1::Activity> activities() { return log.all_of<lead::v1::Activity>("sales.activities"); }

  std::filesystem::path directory_path;
  LogFake log;
  config::Directory directory;
  std::unique_ptr<FileSecrets> kept;
  ManualClock clock{kNow};
  Metrics metrics;
  std::unique_ptr<HttpEndpoints> endpoints;
  HttpRoutes routes;
  std::unique_ptr<HttpServer> server;
};

constexpr const char* kAn = R"({"fields":{"name":"An","phone":"0901234567"}})";

TEST_F(HttpEndpointsTest, JsonIsStoredBeforeItIsAnswered) {
  const auto answer = submit(kAn, "k1", "traceparent: 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01\r\n");
  EXPECT_EQ(answer.status, 202);
  const auto receipt = receipt_id("demo", "api", "k1");
  EXPECT_EQ(answer.body, "{\"receipt_id\":\"" + receipt + "\"}");
  ASSERT_EQ(submissions().size(), 1u);
  const auto stored = submissions()[0];
  EXPECT_EQ(stored.receipt_id(), receipt);
  EXPECT_EQ(stored.workspace_id(), "demo");
  EXPECT_EQ(stored.source_id(), "api");
  EXPECT_EQ(stored.kind(), "json");
  EXPECT_EQ(stored.body(), kAn);
  EXPECT_EQ(stored.provider_id(), "k1");
  EXPECT_EQ(stored.received_micros(), to_micros(kNow));
  EXPECT_EQ(stored.traceparent().substr(3, 32), "4bf92f3577b34da6a3ce929d0e0e4736");
  EXPECT_EQ(submit(kAn).status, 202) << "a retry of the same";
}

TEST_F(HttpEndpointsTest, JsonRefusesBeforeItStores) {
  const std::string path = "/v1/workspaces/demo/leads", token = "Authorization: Bearer token-1\r\n",
                    key = "Idempotency-Key: k\r\n";
  struct Case {
    const char* why;
    Answer answer;
    int status;
    const char* told;
  };
  const Case cases[] = {
      {"no token", post(path, kAn, key), 401, "Bearer"},
      {"wrong token", post(path, kAn, key + "Authorization: Bearer token-2\r\n"), 401, "Bearer"},
      {"other scheme", post(path, kAn, key + "Authorization: Basic token-1\r\n"), 401, "Bearer"},
      {"other workspace", post("/v1/workspaces/other/leads", kAn, key + token), 401, "Bearer"},
      {"path out of the folder", post("/v1/workspaces/..%2Fdemo/leads", kAn, key + token), 401, "Bearer"},
      {"no type", post(path, kAn, key + token, ""), 415, ""},
      {"xml", post(path, kAn, key + token, "text/xml"), 415, ""},
      {"latin-1", post(path, kAn, key + token, "application/json; charset=iso-8859-1"), 415, ""},
      {"no key", post(path, kAn, token), 400, "Idempotency-Key"},
      {"long key", submit(kAn, std::string(256, 'k')), 400, "Idempotency-Key"},
      {"not JSON", submit("{"), 400, "JSON"},
      {"twice", submit(R"({"fields":{"a":1,"a":2}})"), 400, "twice"},
      {"privileged", submit(R"({"fields":{"phone":"0901234567"},"owner":"me"})"), 422, "/owner"},
      {"null", submit(R"({"fields":null})"), 422, "/fields"},
      {"no such source", submit(R"({"source":"site","fields":{"phone":"0901234567"}})"), 422, "/source"},
      {"bad e-mail", submit(R"({"fields":{"phone":"0901234567","email":"a@@b.c"}})"), 422, "/fields/email"},
      {"e-mail with a line", submit(R"({"fields":{"phone":"0901234567","email":"a@b.c\r\nx"}})"), 422, "/fields/email"},
      {"bad phone", submit(R"({"fields":{"phone":"call me"}})"), 422, "/fields/phone"},
      {"nobody", submit(R"({"fields":{"name":"An"}})"), 422, "no_contact"},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(c.answer.status, c.status) << c.why;
    EXPECT_NE(c.answer.body.find(c.told), std::string::npos) << c.why << c.answer.body;
    EXPECT_EQ(c.answer.header("Content-Type"), "application/problem+json") << c.why;
  }
  EXPECT_TRUE(submissions().empty());
  EXPECT_EQ(get(path).status, 405);
}

TEST_F(HttpEndpointsTest, KeyWithAnotherBodyAndKeyInFlight) {
  EXPECT_EQ(submit(kAn).status, 202);
  EXPECT_EQ(submit(R"({"fields":{"phone":"0907654321"}})").status, 422);
  log.mode = LogFake::Mode::kHold;
  Answer first;
  std::thread sender([&] { first = submit(kAn, "k2"); });
  auto acknowledge = log.take_held();
  EXPECT_EQ(submit(kAn, "k2").status, 409);
  acknowledge(stream::Offset(1));
  sender.join();
  EXPECT_EQ(first.status, 202) << "answered only when acknowledged";
}

TEST_F(HttpEndpointsTest, WhatCannotBeStoredIsAskedForAgain) {
  log.mode = LogFake::Mode::kFail;
  auto answer = submit(kAn);
  EXPECT_EQ(answer.status, 503);
  EXPECT_EQ(answer.header("Retry-After"), "5");
  answer = post("/hooks/google/demo/ads/abcdefghijklmnop", R"({"lead_id":"L","google_key":"EXAMPLE-KEY"})");
  EXPECT_EQ(answer.status, 503);
  EXPECT_EQ(answer.body.substr(0, 11), R"({"message":)");
  log.mode = LogFake::Mode::kStore;
  EXPECT_EQ(submit(kAn).status, 202);
}

TEST_F(HttpEndpointsTest, TheSourcesOfOurOwnApiHaveNoHook) {
  EXPECT_EQ(post("/hooks/json/demo/api", kAn).status, 404) << "it would need no token";
  EXPECT_TRUE(submissions().empty());
  EXPECT_EQ(submit(kAn).status, 202);
}

TEST_F(HttpEndpointsTest, MetaSignsAndChallenges) {
  const std::string body = R"({"entry":[{"changes":[{"field":"leadgen","value":{"leadgen_id":"77"}}]}]})";
  EXPECT_EQ(post("/hooks/meta/demo/fb", body, signed_by("dummy-secret", body)).status, 200);
  ASSERT_EQ(submissions().size(), 1u);
  EXPECT_EQ(submissions()[0].receipt_id(), receipt_id("demo", "fb", "77"));
  EXPECT_EQ(post("/hooks/meta/demo/fb", body, signed_by("wrong", body)).status, 403);
  EXPECT_EQ(post("/hooks/meta/demo/fb", body + " ", signed_by("dummy-secret", body)).status, 403);
  EXPECT_EQ(post("/hooks/meta/demo/fb", body).status, 403);
  EXPECT_EQ(post("/hooks/google/demo/fb", body).status, 404) << "another kind's path";
  EXPECT_EQ(post("/hooks/meta/demo/none", body).status, 404);
  EXPECT_EQ(submissions().size(), 1u);

  auto answer = get("/hooks/meta/demo/fb?hub.mode=subscribe&hub.verify_token=vt&hub.challenge=1158201444");
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.body, "1158201444");
  EXPECT_EQ(get("/hooks/meta/demo/fb?hub.mode=subscribe&hub.verify_token=no&hub.challenge=1").status, 403);
  EXPECT_EQ(get("/hooks/meta/demo/fb").status, 400);
}

TEST_F(HttpEndpointsTest, UnreadableButAuthenticIsStored) {
  const std::string body = "not json at all";
  EXPECT_EQ(post("/hooks/meta/demo/fb", body, signed_by("dummy-secret", body)).status, 200);
  EXPECT_EQ(submissions().at(0).body(), body);
}

TEST_F(HttpEndpointsTest, SecretsRotate) {
  const std::string body = "{}";
  write("app.previous", "dummy-secret");
  write("app", "second");
  std::filesystem::last_write_time(directory_path / "demo" / "app",
                                   std::filesystem::file_time_type::clock::time_point(std::chrono::hours(1)));
  EXPECT_EQ(post("/hooks/meta/demo/fb", body, signed_by("second", body)).status, 200);
  EXPECT_EQ(post("/hooks/meta/demo/fb", body, signed_by("dummy-secret", body)).status, 200);
  std::filesystem::remove(directory_path / "demo" / "app.previous");
  EXPECT_EQ(post("/hooks/meta/demo/fb", body, signed_by("dummy-secret", body)).status, 403);
}

TEST_F(HttpEndpointsTest, GoogleNeedsItsKeyAndItsPath) {
  const std::string good = R"({"lead_id":"L","google_key":"EXAMPLE-KEY"})";
  auto answer = post("/hooks/google/demo/ads/abcdefghijklmnop", good);
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.body, "{}");
  EXPECT_EQ(submissions().at(0).receipt_id(), receipt_id("demo", "ads", "L"));
  EXPECT_EQ(post("/hooks/google/demo/ads", good).status, 400);
  EXPECT_EQ(post("/hooks/google/demo/ads/abcdefghijklmnoq", good).status, 400);
  answer = post("/hooks/google/demo/ads/abcdefghijklmnop", R"({"lead_id":"L","google_key":"no"})");
  EXPECT_EQ(answer.status, 400);
  EXPECT_EQ(answer.body.substr(0, 11), R"({"message":)");
  EXPECT_EQ(submissions().size(), 1u);
}

TEST_F(HttpEndpointsTest, StandardWebhooks) {
  const std::string body = R"({"type":"lead.created","data":{"phone":"0901234567"}})";
  const auto secret = *WebhookSecret::parse(kWebhookSecret);
  const auto headers = [&](const std::string& id, std::int64_t at) {
    return "webhook-id: " + id + "\r\nwebhook-timestamp: " + std::to_string(at) +
           "\r\nwebhook-signature: " + sign_webhook(secret, id, at, body) + "\r\n";
  };
  EXPECT_EQ(post("/hooks/webhook/demo/hook", body, headers("msg_1", 1760000000)).status, 200);
  EXPECT_EQ(submissions().at(0).receipt_id(), receipt_id("demo", "hook", "msg_1"));
  EXPECT_EQ(post("/hooks/webhook/demo/hook", body, headers("msg_1", 1760000000 - 301)).status, 401);
  EXPECT_EQ(post("/hooks/webhook/demo/hook", body, headers("msg.1", 1760000000)).status, 401);
  EXPECT_EQ(post("/hooks/webhook/demo/hook", body, headers("", 1760000000)).status, 401);
  EXPECT_EQ(post("/hooks/webhook/demo/hook", body).status, 401);
}

TEST_F(HttpEndpointsTest, HubSpotSignsTheAddressItCalls) {
  HttpEndpointOptions options;
  options.public_url = "https://leads.example.com";
  start(options);
  const std::string body = R"([{"eventId":1}])", path = "/hooks/hubspot/demo/crm?a=1", at = "1760000000123";
  const auto headers = [&](const std::string& address) {
    return "X-HubSpot-Request-Timestamp: " + at + "\r\nX-HubSpot-Signature-v3: " +
           base64_encode(bytes_of(hmac_sha256("dummy-secret", "POST" + address + path + body + at))) + "\r\n";
  };
  EXPECT_EQ(post(path, body, headers("https://leads.example.com")).status, 200);
  EXPECT_EQ(post(path, body, headers("")).status, 401);
}

TEST_F(HttpEndpointsTest, ZaloSavesItsAddressAndLinkedInChallenges) {
  EXPECT_EQ(post("/hooks/zalo/demo/oa", "{}").status, 200);
  EXPECT_TRUE(submissions().empty());
  EXPECT_EQ(post("/hooks/zalo/demo/oa", R"({"event_name":"follow"})").status, 401);
  const auto answer = get("/hooks/linkedin/demo/li?challengeCode=890e4665-4dfe-4ab1-b689-ed553bceeed0");
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(
      answer.body,
      R"({"challengeCode":"890e4665-4dfe-4ab1-b689-ed553bceeed0","challengeResponse":"681499f8a7f0621a83a967fadd97df67c91d19ada4d093b89887b430dfc55ee6"})");
  EXPECT_EQ(get("/hooks/linkedin/demo/li?challengeCode=%22").status, 400);
}

TEST_F(HttpEndpointsTest, BuildersThatCannotSignHaveASecretPath) {
  const std::string body = R"({"form_data":[{"name":"phone","value":"0901234567"}]})";
  EXPECT_EQ(post("/hooks/ladipage/demo/land/abcdefghijklmnop", body).status, 200);
  EXPECT_EQ(
      post("/hooks/ladipage/demo/land/abcdefghijklmnop", "phone=0901234567", "", "application/x-www-form-urlencoded")
          .status,
      200);
  EXPECT_EQ(post("/hooks/ladipage/demo/land", body).status, 401);
  EXPECT_EQ(post("/hooks/ladipage/demo/land/abcdefghijklmnop", body, "", "text/plain").status, 415);
  ASSERT_EQ(submissions().size(), 2u);
  EXPECT_EQ(submissions()[0].provider_id().substr(0, 6), "guess:");
  EXPECT_EQ(post("/hooks/ladipage/demo/land/abcdefghijklmnop", body).status, 200);
  EXPECT_EQ(submissions()[2].receipt_id(), submissions()[0].receipt_id()) << "the same body soon after";
  clock.advance(std::chrono::minutes(10));
  EXPECT_EQ(post("/hooks/ladipage/demo/land/abcdefghijklmnop", body).status, 200);
  EXPECT_NE(submissions()[3].receipt_id(), submissions()[0].receipt_id());
}

const std::string kUrlencoded = "application/x-www-form-urlencoded";

TEST_F(HttpEndpointsTest, FormLeadsTheBrowserOnAndTellsTheScript) {
  auto answer = post("/f/demo/site", "phone=0901234567", "Accept: text/html\r\n", kUrlencoded);
  EXPECT_EQ(answer.status, 303);
  EXPECT_EQ(answer.header("Location"), "https://www.example.com/thanks");
  answer = post("/f/demo/site", "phone=0901234567&x=1",
                "Accept: application/json\r\nOrigin: https://www.example.com\r\n", kUrlencoded);
  EXPECT_EQ(answer.status, 202);
  EXPECT_EQ(answer.header("Access-Control-Allow-Origin"), "https://www.example.com");
  EXPECT_EQ(post("/f/demo/site", "--b\r\nContent-Disposition: form-data; name=\"phone\"\r\n\r\n0901234567\r\n--b--\r\n",
                 "", "multipart/form-data; boundary=b")
                .status,
            202);
  EXPECT_EQ(submissions().size(), 3u);
}

TEST_F(HttpEndpointsTest, WhoCannotSendAgainIsSpooled) {
  stream::MemoryLog queue;
  HttpEndpointOptions options;
  options.spool = *Spool::open({queue, [](auto) { return Status(); }}, log, clock, metrics);
  start(options);
  log.mode = LogFake::Mode::kFail;
  EXPECT_EQ(submit(kAn).status, 503) << "a backend sends again";
  EXPECT_EQ(post("/f/demo/site", "phone=0901234567", "Accept: text/html\r\n", kUrlencoded).status, 303);
  EXPECT_EQ(post("/hooks/ladipage/demo/land/abcdefghijklmnop", R"({"phone":"0901234567"})").status, 200);
  const auto spooled = queue.records(Spool::kQueue);
  ASSERT_EQ(spooled.size(), 2u);
  lead::v1::Submission first;
  ASSERT_TRUE(first.ParseFromString(spooled[0].value));
  EXPECT_EQ(first.source_id(), "site");
  log.mode = LogFake::Mode::kRefuse;
  clock.advance(std::chrono::seconds(10));
  EXPECT_EQ(post("/f/demo/site", "phone=0907654321", "", kUrlencoded).status, 202) << "behind what waits";
  options.spool->close();
  EXPECT_EQ(post("/f/demo/site", "phone=0907654321", "", kUrlencoded).status, 503);
}

TEST_F(HttpEndpointsTest, AFormsKeyStandsForOneBody) {
  const std::string key = "Idempotency-Key: k9\r\n";
  EXPECT_EQ(post("/f/demo/site", "phone=0901234567", key, kUrlencoded).status, 202);
  EXPECT_EQ(post("/f/demo/site", "phone=0901234567", key, kUrlencoded).status, 202);
  EXPECT_EQ(post("/f/demo/site", "phone=0907654321", key, kUrlencoded).status, 422)
      << "it would be dropped as a repeat of the first";
}

TEST_F(HttpEndpointsTest, FormRefusesOthersAndTricksRobots) {
  EXPECT_EQ(post("/f/demo/site", "phone=0901234567", "Origin: https://evil.example\r\n", kUrlencoded).status, 403);
  EXPECT_EQ(post("/f/demo/site", "a=%zz", "", kUrlencoded).status, 400);
  EXPECT_EQ(post("/f/demo/site", "x", "", "text/plain").status, 415);
  EXPECT_EQ(post("/f/demo/site", "phone=0901234567", "Idempotency-Key: a b\r\n", kUrlencoded).status, 400);
  EXPECT_EQ(post("/f/demo/site", "phone=0901234567", "Idempotency-Key: " + std::string(256, 'k') + "\r\n", kUrlencoded)
                .status,
            400);
  EXPECT_EQ(post("/f/demo/fb", "x=1", "", kUrlencoded).status, 404);
  const auto trapped = post("/f/demo/site", "phone=0901234567&fax=1", "Accept: text/html\r\n", kUrlencoded);
  EXPECT_EQ(trapped.status, 303);
  EXPECT_EQ(trapped.header("Location"), "https://www.example.com/thanks");
  EXPECT_TRUE(submissions().empty());
}

TEST_F(HttpEndpointsTest, FormAnswersPreflights) {
  auto answer = call(server->port(), "OPTIONS", "/f/demo/site",
                     "Origin: https://www.example.com\r\nAccess-Control-Request-Method: POST\r\n", "");
  EXPECT_EQ(answer.status, 204);
  EXPECT_EQ(answer.header("Access-Control-Allow-Origin"), "https://www.example.com");
  EXPECT_EQ(answer.header("Access-Control-Allow-Methods"), "POST");
  answer = call(server->port(), "OPTIONS", "/f/demo/site", "Origin: https://evil.example\r\n", "");
  EXPECT_EQ(answer.header("Access-Control-Allow-Origin"), "");
}

struct UnsubscribeEndpointTest : HttpEndpointsTest {
  void SetUp() override {
    HttpEndpointsTest::SetUp();
    write("unsubscribe_key", "key");
  }
  std::string link(const std::string& key = "key", const std::string& lead = "ld_1") {
    return "/unsubscribe/" + UnsubscribeToken::sign(key, "demo", lead);
  }
};

TEST_F(UnsubscribeEndpointTest, LookingAtThePageChangesNothing) {
  const auto answer = get(link());
  EXPECT_EQ(answer.status, 200);
  EXPECT_NE(answer.body.find("<form method=\"post\">"), std::string::npos);
  EXPECT_EQ(answer.header("Cache-Control"), "no-store");
  EXPECT_EQ(answer.header("Referrer-Policy"), "no-referrer");
  EXPECT_TRUE(activities().empty());
}

TEST_F(UnsubscribeEndpointTest, APostIsTheOptOutOfTheLead) {
  for (const char* type : {"application/x-www-form-urlencoded", "multipart/form-data; boundary=b", ""}) {
    const auto answer = post(link(), "List-Unsubscribe=One-Click", "", type);
    EXPECT_EQ(answer.status, 200) << type;
    EXPECT_EQ(answer.header("Location"), "") << "a mail client follows no redirect";
  }
  ASSERT_EQ(activities().size(), 3u);
  const auto activity = activities()[0];
  EXPECT_EQ(activity.workspace_id(), "demo");
  EXPECT_EQ(activity.lead_id(), "ld_1");
  EXPECT_EQ(activity.opt_out().channel(), "email");
  EXPECT_EQ(activity.actor(), "lead");
  EXPECT_EQ(activity.received_micros(), to_micros(kNow));
  EXPECT_EQ(activity.activity_id(), activities()[1].activity_id()) << "again is the same";
}

TEST_F(UnsubscribeEndpointTest, ItIsAnsweredWhenItIsStored) {
  log.mode = LogFake::Mode::kHold;
  Answer answer;
  std::thread person([&] { answer = post(link(), ""); });
  auto acknowledge = log.take_held();
  EXPECT_EQ(answer.status, 0);
  acknowledge(stream::Offset(1));
  person.join();
  EXPECT_EQ(answer.status, 200);
  log.mode = LogFake::Mode::kFail;
  answer = post(link(), "");
  EXPECT_EQ(answer.status, 503);
  EXPECT_EQ(answer.header("Retry-After"), "5");
}

TEST_F(UnsubscribeEndpointTest, NobodyMakesALinkWithoutTheKey) {
  for (const auto& target :
       {link("other"), link("key") + "0", std::string("/unsubscribe/demo.ld_1"), std::string("/unsubscribe/x")}) {
    EXPECT_EQ(get(target).status, 404) << target;
    EXPECT_EQ(post(target, "").status, 404) << target;
  }
  EXPECT_TRUE(activities().empty());
  write("unsubscribe_key", "rotated");
  std::filesystem::last_write_time(directory_path / "demo" / "unsubscribe_key",
                                   std::filesystem::file_time_type::clock::time_point(std::chrono::hours(1)));
  EXPECT_EQ(post(link(), "").status, 404);
  write("unsubscribe_key.previous", "key");
  EXPECT_EQ(post(link(), "").status, 200) << "mails sent before the rotation";
}

TEST_F(HttpEndpointsTest, RatesAreKeptAndCounted) {
  start({"", {1, 2}, {0, 0}, nullptr});
  EXPECT_EQ(submit(kAn, "k1").status, 202);
  EXPECT_EQ(submit(kAn, "k2").status, 202);
  const auto answer = submit(kAn, "k3");
  EXPECT_EQ(answer.status, 429);
  EXPECT_EQ(answer.header("Retry-After"), "1");
  clock.advance(std::chrono::seconds(1));
  EXPECT_EQ(submit(kAn, "k3").status, 202);
  const auto text = metrics.exposition();
  EXPECT_NE(text.find("leakproof_edge_requests_total{code=\"202\",door=\"json\"} 3"), std::string::npos) << text;
  EXPECT_NE(text.find("leakproof_edge_refused_total{door=\"json\",reason=\"rate\"} 1"), std::string::npos);
}

TEST_F(HttpEndpointsTest, TooLargeIsCutOff) {
  EXPECT_EQ(submit("{\"fields\":{\"phone\":\"" + std::string(300 * 1024, '0') + "\"}}").status, 413);
}

}  // namespace
}  // namespace leakproof::ingest
