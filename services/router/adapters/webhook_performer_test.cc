#include "router/adapters/webhook_performer.h"

#include <gtest/gtest.h>

#include <future>

#include "base/system_clock.h"
#include "crypto/standard_webhooks.h"
#include "leakproof/state/v1/state.pb.h"
#include "net/http_server.h"

namespace leakproof::router {
namespace {

using stream::Attempt;

constexpr const char* kSecret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

class WebhookTest : public ::testing::Test {
 protected:
  Attempt call(std::optional<std::string> secret, int status, HttpHeaders headers = {}) {
    auto receiver = HttpServer::start({}, [&](const HttpRequest& request, Respond respond) {
      verdict_ = verify(request);
      HttpResponse response{status, "", "", headers};
      respond(std::move(response));
    });
    EXPECT_TRUE(receiver.ok());
    HttpClient http({.schemes = {"http"}, .ports = {}, .allow_private = true});
    WebhookPerformer performer(http, clock_, [&](auto&, auto&) { return secret; });
    state::v1::WebhookCall payload;
    payload.set_workspace_id("demo"), payload.set_secret("lan_webhook"),
        payload.set_url("http://127.0.0.1:" + std::to_string((*receiver)->port()) + "/hook"), payload.set_body("{}");
    journal::v1::OutboxEntry entry;
    entry.set_id("demo:notify:d1"), entry.set_payload(payload.SerializeAsString());
    std::promise<Attempt> done;
    performer.perform(entry, [&](Attempt attempt) { done.set_value(std::move(attempt)); });
    return done.get_future().get();
  }
  WebhookVerdict verify(const HttpRequest& request) {
    const WebhookSecret secrets[] = {*WebhookSecret::parse(kSecret)};
    const WebhookHeaders headers{*request.header("webhook-id"), *request.header("webhook-timestamp"), *request.header("webhook-signature")};
    return verify_webhook(secrets, headers, request.body, clock_.now());
  }
  SystemClock clock_;
  WebhookVerdict verdict_ = WebhookVerdict::kForged;
};

TEST_F(WebhookTest, IsSignedSoThatTheReceiverCanTrustIt) {
  EXPECT_EQ(call(kSecret, 204).state, Attempt::State::kDelivered);
  EXPECT_EQ(verdict_, WebhookVerdict::kValid);
}
TEST_F(WebhookTest, AnswersMeanWhatTheStandardSays) {
  const std::pair<int, Attempt::State> cases[] = {{200, Attempt::State::kDelivered}, {301, Attempt::State::kFailed},
                                                  {410, Attempt::State::kFailed},    {429, Attempt::State::kTryAgain},
                                                  {500, Attempt::State::kTryAgain},  {400, Attempt::State::kTryAgain}};
  for (auto& [status, state] : cases) EXPECT_EQ(judge_webhook(status), state) << status;
  EXPECT_EQ(call(kSecret, 302, {{"Location", "http://127.0.0.1/"}}).state, Attempt::State::kFailed);
}
TEST_F(WebhookTest, TheReceiversWishToWaitIsPassedOn) {
  const auto attempt = call(kSecret, 429, {{"Retry-After", "120"}});
  ASSERT_TRUE(attempt.retry_after);
  EXPECT_GT(*attempt.retry_after, std::chrono::seconds(110));
}
TEST_F(WebhookTest, AMissingOrBrokenSecretWaitsForTheOperatorAndIsNotQuoted) {
  EXPECT_EQ(call(std::nullopt, 204).state, Attempt::State::kTryAgain);
  const auto attempt = call("hunter2", 204);
  EXPECT_EQ(attempt.state, Attempt::State::kTryAgain);
  EXPECT_EQ(attempt.detail.find("hunter2"), std::string::npos);
}

}  // namespace
}  // namespace leakproof::router
