// The traffic that play makes: repeatable, in the shape and with the signatures of the platforms, and judged as the
// ledger says.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>

#include "base/encoding.h"
#include "crypto/digest.h"
#include "crypto/standard_webhooks.h"
#include "leadctl/play_graph.h"
#include "leadctl/play_ledger.h"
#include "leadctl/play_members.h"
#include "leadctl/play_traffic.h"

namespace leakproof::leadctl {
namespace {

using ::testing::HasSubstr;

const Instant kNow = instant_from_micros(1'760'000'000'000'000);
const std::string kWebhookSecret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

config::v1::Workspace workspace() {
  config::v1::Workspace out;
  out.set_workspace_id("demo");
  for (const char* kind : {"meta", "google", "typeform", "webhook", "form", "json", "csv"}) {
    auto* source = out.add_sources();
    source->set_source_id(std::string("s-") + kind);
    source->set_kind(kind);
    if (std::string(kind) != "form" && std::string(kind) != "json") source->set_secret(std::string(kind) + "_secret");
  }
  out.mutable_sources(1)->set_path_token("token");
  return out;
}

std::optional<std::string> secret_of(const std::string& name) {
  return name == "webhook_secret" ? kWebhookSecret : "the " + name;
}

Traffic traffic(TrafficOptions options) { return *Traffic::make(workspace(), options, secret_of); }

std::string header(const Shot& shot, std::string_view name) {
  return std::string(net::find_header(shot.call.headers, name).value_or(""));
}

TEST(PlayTraffic, TheSameSeedSendsTheSame) {
  auto one = traffic({7, 10, 10, {}}), other = traffic({7, 10, 10, {}}), third = traffic({8, 10, 10, {}});
  bool differs = false;
  for (int i = 0; i < 200; ++i) {
    const auto a = one.next(kNow), b = other.next(kNow);
    EXPECT_EQ(a.id, b.id);
    EXPECT_EQ(a.call.body, b.call.body);
    differs = differs || a.call.body != third.next(kNow).call.body;
  }
  EXPECT_TRUE(differs);
}

TEST(PlayTraffic, IsSignedAsThePlatformsSign) {
  auto stream = traffic({1, 0, 0, {}});
  std::map<std::string, Shot> shots;
  for (int i = 0; i < 200; ++i) {
    auto shot = stream.next(kNow);
    EXPECT_EQ(shot.expect, Expect::kOk);
    shots[shot.kind] = shot;
  }
  ASSERT_EQ(shots.size(), 6u) << "csv is no door";
  const auto mac = [](const char* secret, const Shot& shot) { return crypto::hmac_sha256(secret, shot.call.body); };
  EXPECT_EQ(header(shots["meta"], "X-Hub-Signature-256"),
            "sha256=" + crypto::hex(mac("the meta_secret", shots["meta"])));
  EXPECT_EQ(header(shots["typeform"], "Typeform-Signature"),
            "sha256=" + base64_encode(crypto::bytes_of(mac("the typeform_secret", shots["typeform"]))));
  EXPECT_EQ(nlohmann::json::parse(shots["google"].call.body)["google_key"], "the google_secret");
  EXPECT_EQ(header(shots["json"], "Authorization"), "Bearer the api_token");
  const std::array secrets{*crypto::WebhookSecret::parse(kWebhookSecret)};
  const auto& hook = shots["webhook"];
  const std::string id = header(hook, "webhook-id"), timestamp = header(hook, "webhook-timestamp"),
                    signature = header(hook, "webhook-signature");
  EXPECT_EQ(crypto::verify_webhook(secrets, {id, timestamp, signature}, hook.call.body, kNow),
            crypto::WebhookVerdict::kValid);
  EXPECT_EQ(shots["google"].call.url, "/hooks/google/demo/s-google/token");
  EXPECT_EQ(shots["form"].call.url, "/f/demo/s-form");
  EXPECT_EQ(shots["json"].call.url, "/v1/workspaces/demo/leads");
  EXPECT_THAT(shots["form"].call.body, HasSubstr("full_name="));
}

TEST(PlayTraffic, HoldsItsSharesOfDuplicatesAndBadOnes) {
  auto stream = traffic({3, 20, 30, {}});
  std::map<Expect, int> counts;
  std::map<std::string, std::string> bodies;
  for (int i = 0; i < 2000; ++i) {
    const auto shot = stream.next(kNow);
    ++counts[shot.expect];
    const auto [first, is_new] = bodies.emplace(shot.id, shot.call.body);
    if (shot.expect == Expect::kDuplicate)
      EXPECT_EQ(first->second, shot.call.body);
    else
      EXPECT_TRUE(is_new) << shot.id;
  }
  EXPECT_NEAR(counts[Expect::kDuplicate], 400, 60);
  EXPECT_NEAR(counts[Expect::kBad] + counts[Expect::kQuarantine], 600, 60);
  EXPECT_GT(counts[Expect::kQuarantine], 50);
}

TEST(PlayTraffic, SaysWhichSecretIsMissing) {
  const auto none = Traffic::make(workspace(), {1, 0, 0, {"google"}}, [](const std::string&) { return std::nullopt; });
  ASSERT_FALSE(none.ok());
  EXPECT_THAT(none.error().message(), HasSubstr("no secret google_secret: leadctl config secrets"));
  EXPECT_FALSE(Traffic::make(workspace(), {1, 0, 0, {"csv"}}, secret_of).ok());
}

TEST(PlayGraph, MetaLeadsAreKnownToTheGraph) {
  auto stream = traffic({1, 0, 0, {"meta"}});
  std::map<std::string, Person> people;
  stream.on_meta_lead = [&](const std::string& id, const Person& whom) { people[id] = whom; };
  const auto shot = stream.next(kNow);
  ASSERT_TRUE(people.contains(shot.id));
  const auto lead = nlohmann::json::parse(graph_lead(shot.id, people[shot.id]));
  EXPECT_EQ(lead["id"], shot.id);
  EXPECT_EQ(lead["field_data"][0]["values"][0], people[shot.id].full_name);
  EXPECT_EQ(nlohmann::json::parse(shot.call.body)["entry"][0]["changes"][0]["value"]["leadgen_id"], shot.id);
}

TEST(PlayLedger, WritesALineARequestAndCountsSurprises) {
  const auto path = (std::filesystem::temp_directory_path() / ("leadctl-ledger-" + std::to_string(getpid()))).string();
  Ledger ledger(path);
  ASSERT_TRUE(ledger.writable());
  Shot shot{"id-1", "json", "rc_1", Expect::kOk, {}};
  const auto answered = [](int status, const char* body) {
    return Result<net::HttpAnswer>(net::HttpAnswer{status, {}, body, false});
  };
  ledger.record(shot, kNow, kNow + std::chrono::milliseconds(2), answered(202, R"({"receipt_id":"rc_told"})"));
  ledger.record(shot, kNow, kNow, answered(503, ""));
  ledger.record(shot, kNow, kNow, answered(409, ""));
  ledger.record(shot, kNow, kNow, retry("connection lost"));
  EXPECT_EQ(ledger.surprises(), 0) << "no answer is no answer against expectation";
  ledger.record(shot, kNow, kNow, answered(401, ""));
  shot.expect = Expect::kBad;
  ledger.record(shot, kNow, kNow, answered(200, ""));
  EXPECT_EQ(ledger.surprises(), 2);
  std::ifstream file(path);
  std::string first, second;
  std::getline(file, first);
  std::getline(file, second);
  EXPECT_EQ(
      first,
      R"({"id":"id-1","receipt":"rc_told","sent_at":"2025-10-09T08:53:20Z","kind":"json","expect":"ok","status":202,"class":"ok"})");
  EXPECT_THAT(second, HasSubstr(R"("receipt":"rc_1")"));
  EXPECT_THAT(second, HasSubstr(R"("class":"info")"));
  std::ostringstream out;
  ledger.print(out);
  EXPECT_THAT(out.str(), HasSubstr("all   6     2      1        3          2"));
  std::filesystem::remove(path);
}

TEST(PlayMembers, ReactTheSameWayToTheSameDecisionInTheirShares) {
  const auto temper = parse_temper("accept=70,decline=10,ignore=20");
  ASSERT_TRUE(temper.ok());
  std::map<int, int> counts;
  for (int i = 0; i < 2000; ++i) {
    lead::v1::Decision decision;
    decision.set_decision_id("d" + std::to_string(i));
    ++counts[reaction(decision, *temper, 1)];
    EXPECT_EQ(reaction(decision, *temper, 1), reaction(decision, *temper, 1));
  }
  EXPECT_NEAR(counts[lead::v1::Feedback::ACCEPTED], 1400, 80);
  EXPECT_NEAR(counts[lead::v1::Feedback::DECLINED], 200, 50);
  for (const char* wrong : {"accept=70", "accept=70,decline=40,ignore=-10", "smile=100", ""})
    EXPECT_FALSE(parse_temper(wrong).ok()) << wrong;
}

}  // namespace
}  // namespace leakproof::leadctl
