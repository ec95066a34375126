#include "channels/webhook_sender.h"

#include <gtest/gtest.h>

#include <array>
#include <future>

#include "base/encoding.h"
#include "base/manual_clock.h"
#include "crypto/standard_webhooks.h"
#include "leakproof/state/v1/state.pb.h"
#include "net/http_server.h"

namespace leakproof::channels {
namespace {

using stream::AttemptResult;

constexpr const char* kSecret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const Instant kNow = instant_from_micros(1'770'343'200'000'000);

using Secrets = std::vector<std::string>;

std::string word(const AttemptResult& attempt) {
  const std::array<const char*, 3> words = {"delivered", "failed", "again"};
  const auto wait =
      attempt.retry_after
          ? " in " + std::to_string(std::chrono::duration_cast<std::chrono::seconds>(*attempt.retry_after).count())
          : "";
  return words[static_cast<std::size_t>(attempt.state)] + wait;
}

TEST(WebhookSender, WhatAnAnswerMeans) {
  const std::tuple<int, const char*, const char*> cases[] = {
      {200, "", "delivered"},     {204, "", "delivered"},   {301, "", "failed"},      {410, "", "failed"},
      {400, "", "again"},         {401, "5", "again"},      {429, "7", "again in 7"}, {503, "", "again"},
      {503, "30", "again in 30"}, {502, "1", "again in 1"}, {504, "x", "again"},      {500, "9", "again"},
  };
  for (const auto& [status, wait, expected] : cases) {
    net::HttpAnswer answer;
    answer.status = status;
    if (*wait != '\0') answer.headers = {{"Retry-After", wait}};
    EXPECT_EQ(word(attempt_of(answer, kNow)), expected) << status << ' ' << wait;
    EXPECT_EQ(attempt_of(answer, kNow).of_this_call_alone, status == 400 || status == 401)
        << "others at the host may be fine";
  }
  EXPECT_EQ(word(attempt_of(refuse("a private address"), kNow)), "failed");
  EXPECT_EQ(word(attempt_of(retry("no answer"), kNow)), "again");
}

class WebhookCallTest : public ::testing::Test {
 protected:
  WebhookCallTest() {
    server_ = *net::HttpServer::start({}, [this](const net::HttpRequest& request, net::Respond respond) {
      request_ = request;
      respond({200, "text/plain", "", {}});
    });
    call_.set_workspace_id("w");
    call_.set_url("http://127.0.0.1:" + std::to_string(server_->port()) + "/hook");
    call_.set_secret("lan");
    call_.set_body(R"({"type":"lead.assigned"})");
  }
  AttemptResult send(WebhookSender& sender) {
    journal::v1::OutboxEntry entry;
    entry.set_id("w:notify:dc_1");
    entry.set_traceparent("00-1-2-01");
    entry.set_payload(call_.SerializeAsString());
    std::promise<AttemptResult> outcome;
    sender.send(entry, [&](AttemptResult attempt) { outcome.set_value(std::move(attempt)); });
    return outcome.get_future().get();
  }
  state::v1::WebhookCall call_;
  net::HttpRequest request_;
  ManualClock clock_{kNow};
  net::HttpClient client_{net::OutboundPolicy{{"http"}, {}, true}};
  std::unique_ptr<net::HttpServer> server_;
};

TEST_F(WebhookCallTest, IsSignedSoThatTheReceiverCanProveIt) {
  WebhookSender sender(client_, clock_, [](const std::string& workspace, const std::string& name) {
    return workspace == "w" && name == "lan" ? Secrets{kSecret} : Secrets();
  });
  EXPECT_EQ(word(send(sender)), "delivered");
  const auto header = [&](const char* name) { return request_.header(name).value_or(""); };
  EXPECT_EQ(request_.body, call_.body());
  EXPECT_EQ(header("webhook-id"), "w:notify:dc_1");
  EXPECT_EQ(header("traceparent"), "00-1-2-01");
  EXPECT_EQ(header("content-type"), "application/json");
  const std::array secrets = {*crypto::WebhookSecret::parse(kSecret)};
  const crypto::WebhookHeaders headers{header("webhook-id"), header("webhook-timestamp"), header("webhook-signature")};
  EXPECT_EQ(crypto::verify_webhook(secrets, headers, request_.body, kNow), crypto::WebhookVerdict::kValid);
}

TEST_F(WebhookCallTest, WhileASecretIsReplacedTheReceiverMayKnowEither) {
  const std::string next = "whsec_" + base64_encode(std::string(32, 'n'));
  WebhookSender sender(client_, clock_, [&](const std::string&, const std::string&) { return Secrets{next, kSecret}; });
  EXPECT_EQ(word(send(sender)), "delivered");
  const auto header = [&](const char* name) { return request_.header(name).value_or(""); };
  const crypto::WebhookHeaders headers{header("webhook-id"), header("webhook-timestamp"), header("webhook-signature")};
  for (const std::string& known : Secrets{next, kSecret}) {
    const std::array secrets = {*crypto::WebhookSecret::parse(known)};
    EXPECT_EQ(crypto::verify_webhook(secrets, headers, request_.body, kNow), crypto::WebhookVerdict::kValid);
  }
}

TEST_F(WebhookCallTest, NothingIsSentUnsignedWhileItsSecretIsMissing) {
  WebhookSender missing(client_, clock_, [](const std::string&, const std::string&) { return Secrets(); });
  const AttemptResult attempt = send(missing);
  EXPECT_EQ(word(attempt), "again");
  EXPECT_NE(attempt.detail.find("secret lan"), std::string::npos);
  EXPECT_TRUE(request_.method.empty());
  WebhookSender bad(client_, clock_, [](const std::string&, const std::string&) { return Secrets{"whsec_short"}; });
  EXPECT_EQ(word(send(bad)), "again");
  call_.clear_secret();
  EXPECT_EQ(word(send(missing)), "delivered");
  EXPECT_EQ(request_.header("webhook-signature"), std::nullopt);
}

}  // namespace
}  // namespace leakproof::channels
