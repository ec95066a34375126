#include "ingest/http/http_endpoints.h"

#include <thread>

#include "crypto/standard_webhooks.h"
#include "ingest/http/fakes/endpoints_fake.h"
#include "ingest/ids.h"

namespace leakproof::ingest {
namespace {

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
      {"no type", post(path, kAn, key + token, ""), 415, "\"detail\":\"Send application/json"},
      {"xml", post(path, kAn, key + token, "text/xml"), 415, ""},
      {"latin-1", post(path, kAn, key + token, "application/json; charset=iso-8859-1"), 415, ""},
      {"no key", post(path, kAn, token), 400, "Idempotency-Key"},
      {"long key", submit(kAn, std::string(256, 'k')), 400, "Idempotency-Key"},
      {"not JSON", submit("{"), 400, "JSON"},
      {"twice", submit(R"({"fields":{"a":1,"a":2}})"), 400, "twice"},
      {"privileged", submit(R"({"fields":{"phone":"0901234567"},"owner":"me"})"), 422, "/owner"},
      {"null", submit(R"({"fields":null})"), 422, "/fields"},
      {"no such source", submit(R"({"source":"site","fields":{"phone":"0901234567"}})"), 422, "/source"},
      {"nothing", submit(R"({"fields":{"name":null}})"), 422, "/fields"},
      {"NUL in a list", submit(R"({"fields":{"a":["b","c\u0000"]}})"), 422, "/fields/a"},
      {"NUL in a name", submit(R"({"fields":{"a\u0000":"b"}})"), 422, "a name must not hold a NUL"},
      {"NUL in a name of the attribution", submit(R"({"fields":{"a":1},"attribution":{"\u0000b":"c"}})"), 422,
       "a name must not hold a NUL"},
      {"NUL in the attribution", submit(R"({"fields":{"a":1},"attribution":{"b":"\u0000"}})"), 422, "/attribution/b"},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(c.answer.status, c.status) << c.why;
    EXPECT_NE(c.answer.body.find(c.told), std::string::npos) << c.why << c.answer.body;
    EXPECT_EQ(c.answer.header("Content-Type"), "application/problem+json") << c.why;
  }
  EXPECT_TRUE(submissions().empty());
  EXPECT_EQ(get(path).status, 405);
  EXPECT_EQ(post(path, kAn, key + "authorization: bearer token-1\r\n").status, 202) << "a scheme is in any case";
  std::filesystem::remove(directory_path / "demo" / "api_token");
  EXPECT_NE(submit(kAn).body.find("is gone from the server's secrets"), std::string::npos)
      << "the caller is not at fault";
}

TEST_F(HttpEndpointsTest, TheGoodPartMakesTheLeadAndTheBadPartIsNamed) {
  const std::pair<const char*, const char*> cases[] = {
      {R"({"fields":{"phone":"0901234567","company":null}})", ""},
      {R"({"fields":{"phone":"0901234567","email":"n/a"}})",
       R"("field":"/fields/email","detail":"is no e-mail address)"},
      {R"({"fields":{"email":"a@b.example","phone":"n/a"}})",
       R"("field":"/fields/phone","detail":"is no telephone number)"},
      {R"({"fields":{"email":"a@b.example","full_name":{"first":"An"}}})",
       R"("field":"/fields/full_name","detail":"is an object)"},
      {R"({"fields":{"email":"a@b.example","submitted_at":"soon"}})",
       R"("field":"/fields/submitted_at","detail":"is no time)"},
      {R"({"fields":{"email":"a@b.example","country":"Atlantis"}})",
       R"("field":"/fields/country","detail":"is no country)"},
      {R"({"fields":{"email":"a@b.example","country":"Việt Nam"}})", ""},
      {R"({"fields":{"email":"a@b.example","consent":"perhaps"}})",
       R"("field":"/fields/consent","detail":"is neither yes nor no)"},
      {R"({"fields":{"email":"a@b.example"},"marketing_consent":"perhaps","submitted_at":"2026-01-05T03:10:22"})",
       R"("field":"/marketing_consent","detail":"is neither yes nor no)"},
      {R"({"fields":{"email":"a@b.example"},"submitted_at":"soon"})",
       R"("field":"/submitted_at","detail":"is no time)"},
      {R"({"fields":{"phone":"01713920013","country":"DE"}})", ""},
      {R"({"fields":{"phone":"01713920013","country":"Germany"}})", ""},
      {R"({"fields":{"phone":"1713920013","country_code":"+49"}})", ""},
      {R"({"fields":{"phone":"a@b.example"}})", ""},
      {R"({"fields":{"email":"0901234567"}})", ""},
      {R"({"fields":{"phone":"0901234567","mobile":"n/a"}})",
       R"("field":"/fields/mobile","detail":"is no telephone number)"},
      {R"({"fields":{"phone":"call me"}})", "invalid_phone: phone: waits in quarantine"},
      {R"({"fields":{"name":"An"}})", "no_contact: phone, email: waits in quarantine"},
  };
  int number = 0;
  for (const auto& [body, told] : cases) {
    const auto answer = submit(body, "k" + std::to_string(++number));
    EXPECT_EQ(answer.status, 202) << body << answer.body;
    EXPECT_NE(answer.body.find(*told ? told : "\"}"), std::string::npos) << body << answer.body;
    EXPECT_EQ(answer.body.find("notes") == std::string::npos, *told == '\0') << answer.body;
  }
  EXPECT_EQ(submissions().size(), std::size(cases));
  EXPECT_EQ(submissions()[1].body(), cases[1].first) << "as it was sent";
}

TEST_F(HttpEndpointsTest, AKeyIsNotUsedUpByWhatWaitsInQuarantine) {
  EXPECT_EQ(submit(R"({"fields":{"name":"An"}})").status, 202);
  EXPECT_EQ(submit(kAn).status, 202) << "corrected";
  EXPECT_EQ(submit(R"({"fields":{"phone":"0907654321"}})").status, 422);
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
  const auto secret = *crypto::WebhookSecret::parse(kWebhookSecret);
  const auto headers = [&](const std::string& id, std::int64_t at) {
    return "webhook-id: " + id + "\r\nwebhook-timestamp: " + std::to_string(at) +
           "\r\nwebhook-signature: " + crypto::sign_webhook(secret, id, at, body) + "\r\n";
  };
  EXPECT_EQ(post("/hooks/webhook/demo/hook", body, headers("msg_1", 1760000000)).status, 200);
  EXPECT_EQ(submissions().at(0).receipt_id(), receipt_id("demo", "hook", "msg_1"));
  EXPECT_EQ(post("/hooks/webhook/demo/hook", body, headers("msg_1", 1760000000 - 301)).status, 401);
  EXPECT_EQ(post("/hooks/webhook/demo/hook", body, headers("msg.1", 1760000000)).status, 200);
  EXPECT_EQ(submissions().at(1).receipt_id(), receipt_id("demo", "hook", "msg.1"));
  auto svix = headers("msg_2", 1760000000);
  for (auto at = svix.find("webhook-"); at != svix.npos; at = svix.find("webhook-")) svix.replace(at, 8, "svix-");
  EXPECT_EQ(post("/hooks/webhook/demo/hook", body, svix).status, 200);
  EXPECT_EQ(submissions().at(2).receipt_id(), receipt_id("demo", "hook", "msg_2"));
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
           base64_encode(crypto::bytes_of(crypto::hmac_sha256("dummy-secret", "POST" + address + path + body + at))) +
           "\r\n";
  };
  EXPECT_EQ(post(path, body, headers("https://leads.example.com")).status, 200);
  EXPECT_EQ(post(path, body, headers("")).status, 401);
}

TEST_F(HttpEndpointsTest, ZaloSavesItsAddressAndLinkedInChallenges) {
  for (const char* probe : {"{}", "{}\n", " { \r\n } ", "\xEF\xBB\xBF{}"})
    EXPECT_EQ(post("/hooks/zalo/demo/oa", probe).status, 200) << probe;
  EXPECT_TRUE(submissions().empty());
  EXPECT_EQ(post("/hooks/zalo/demo/oa", R"({"event_name":"follow"})").status, 401);
  const auto answer = get("/hooks/linkedin/demo/li?challengeCode=890e4665-4dfe-4ab1-b689-ed553bceeed0");
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(
      answer.body,
      R"({"challengeCode":"890e4665-4dfe-4ab1-b689-ed553bceeed0","challengeResponse":"681499f8a7f0621a83a967fadd97df67c91d19ada4d093b89887b430dfc55ee6"})");
  EXPECT_EQ(get("/hooks/linkedin/demo/li?challengeCode=%22").status, 400);
  EXPECT_EQ(get("/hooks/hubspot/demo/crm").status, 405);
  EXPECT_EQ(get("/hooks/hubspot/demo/crm").header("Allow"), "POST");
  EXPECT_EQ(get("/f/demo/site").status, 405);
  EXPECT_EQ(get("/f/demo/site").header("Allow"), "OPTIONS, POST");
}

TEST_F(HttpEndpointsTest, BuildersThatCannotSignHaveASecretPath) {
  const std::string body = R"({"form_data":[{"name":"phone","value":"0901234567"}]})";
  EXPECT_EQ(post("/hooks/ladipage/demo/land/abcdefghijklmnop", body).status, 200);
  EXPECT_EQ(
      post("/hooks/ladipage/demo/land/abcdefghijklmnop", "phone=0901234567", "", "application/x-www-form-urlencoded")
          .status,
      200);
  EXPECT_EQ(post("/hooks/ladipage/demo/land", body).status, 401);
  const auto plain = post("/hooks/ladipage/demo/land/abcdefghijklmnop", body, "", "text/plain");
  EXPECT_EQ(plain.status, 415);
  EXPECT_NE(plain.body.find("\"detail\":\"This hook takes"), std::string::npos) << plain.body;
  ASSERT_EQ(submissions().size(), 2u);
  EXPECT_EQ(submissions()[0].provider_id().substr(0, 6), "guess:");
  EXPECT_EQ(post("/hooks/ladipage/demo/land/abcdefghijklmnop", body).status, 200);
  EXPECT_EQ(submissions()[2].receipt_id(), submissions()[0].receipt_id()) << "the same body soon after";
  clock.advance(std::chrono::minutes(10));
  EXPECT_EQ(post("/hooks/ladipage/demo/land/abcdefghijklmnop", body).status, 200);
  EXPECT_NE(submissions()[3].receipt_id(), submissions()[0].receipt_id());
}

TEST_F(HttpEndpointsTest, AHookIsToldWhatIsKeptAsText) {
  const char* path = "/hooks/ladipage/demo/land/abcdefghijklmnop";
  const std::pair<const char*, const char*> cases[] = {
      {R"({"form_data":[{"name":"phone","value":"0901234567"}]})", ""},
      {R"({"form_data":[{"name":"phone","value":"n/a"},{"name":"email","value":"a@b.example"}]})",
       R"("field":"/fields/phone","detail":"is no telephone number: kept as text")"},
      {R"({"form_data":[{"name":"phone","value":"0901234567"},{"name":"country","value":"Atlantis"}]})",
       R"("field":"/fields/country","detail":"is no country: kept as text")"},
      {R"({"form_data":[{"name":"name","value":"An"}]})", "no_contact: phone, email: waits in quarantine"},
  };
  for (const auto& [body, told] : cases) {
    const auto answer = post(path, body);
    EXPECT_EQ(answer.status, 200) << body;
    EXPECT_NE(answer.body.find(*told ? told : "\"}"), std::string::npos) << body << answer.body;
    EXPECT_EQ(answer.body.find("notes") == std::string::npos, *told == '\0') << answer.body;
  }
  EXPECT_EQ(submissions().size(), std::size(cases));
}

struct UnsubscribeEndpointTest : HttpEndpointsTest {
  void SetUp() override {
    HttpEndpointsTest::SetUp();
    write("unsubscribe_key", "key");
  }
  std::string link(const std::string& key = "key", const std::string& lead = "ld_1") {
    return "/unsubscribe/" + crypto::UnsubscribeToken::sign(key, "demo", lead);
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
