#include "channels/bot_sender.h"

#include <gtest/gtest.h>

#include <array>
#include <future>
#include <nlohmann/json.hpp>

#include "base/manual_clock.h"
#include "leakproof/state/v1/state.pb.h"
#include "net/http_server.h"

namespace leakproof::channels {
namespace {

using stream::AttemptResult;

constexpr const char* kToken = "123456:ABC-DEF_1";

std::string word(const AttemptResult& attempt) {
  const std::array<const char*, 3> words = {"delivered", "failed", "again"};
  const auto wait =
      attempt.retry_after
          ? " in " + std::to_string(std::chrono::duration_cast<std::chrono::seconds>(*attempt.retry_after).count())
          : "";
  return words[static_cast<std::size_t>(attempt.state)] + wait + (attempt.of_this_call_alone ? " alone" : "");
}

TEST(BotSender, WhatAnAnswerMeans) {
  const std::tuple<int, const char*, const char*, const char*> cases[] = {
      {200, R"({"ok":true,"result":{"message_id":5}})", "delivered", "HTTP 200"},
      {200, R"({"ok":false})", "again", "HTTP 200"},
      {200, "<html>a proxy</html>", "again", "HTTP 200"},
      {400, R"({"ok":false,"error_code":400,"description":"Bad Request: chat not found"})", "failed",
       "HTTP 400: Bad Request: chat not found"},
      {400, R"({"ok":false,"description":"upgraded","parameters":{"migrate_to_chat_id":-1005}})", "failed",
       "HTTP 400: upgraded: write -1005 into 'chat'"},
      {403, R"({"ok":false,"description":"Forbidden: bot was blocked by the user"})", "failed",
       "HTTP 403: Forbidden: bot was blocked by the user"},
      {401, R"({"ok":false,"description":"Unauthorized"})", "again alone",
       "HTTP 401: Unauthorized: is the token right?"},
      {404, R"({"ok":false,"description":"Not Found"})", "again alone", "HTTP 404: Not Found: is the token right?"},
      {429, R"({"ok":false,"description":"Too Many Requests: retry after 14","parameters":{"retry_after":14}})",
       "again in 14", "HTTP 429: Too Many Requests: retry after 14"},
      {429, R"({"parameters":{"retry_after":-5}})", "again", "HTTP 429"},
      {429, R"({"parameters":{"retry_after":"soon"},"description":["x"]})", "again", "HTTP 429"},
      {502, "", "again", "HTTP 502"},
      {302, "", "failed", "HTTP 302"},
      {500, R"({"description":"\u0007bell é"})", "again", "HTTP 500: ?bell ??"},
  };
  for (const auto& [status, body, expected, detail] : cases) {
    net::HttpAnswer answer;
    answer.status = status;
    answer.body = body;
    const auto attempt = attempt_of_bot(answer, Instant());
    EXPECT_EQ(word(attempt), expected) << status << ' ' << body;
    EXPECT_EQ(attempt.detail, detail);
  }
  EXPECT_EQ(word(attempt_of_bot(refuse("a private address"), Instant())), "failed");
  EXPECT_EQ(word(attempt_of_bot(retry("no answer"), Instant())), "again");
}

class BotCallTest : public ::testing::Test {
 protected:
  BotCallTest() {
    server_ = *net::HttpServer::start({}, [this](const net::HttpRequest& request, net::Respond respond) {
      request_ = request;
      respond({200, "application/json", R"({"ok":true})", {}});
    });
    call_.set_workspace_id("w");
    call_.set_token("bot");
    call_.set_chat("-1001");
    call_.set_text("Khách hàng mới: \"An\"\n");
    call_.set_url("http://127.0.0.1:" + std::to_string(server_->port()));
  }
  AttemptResult send(const std::optional<std::string>& token) {
    BotSender sender(client_, clock_, [&](auto& workspace, auto& name) {
      EXPECT_EQ(workspace + "/" + name, "w/bot");
      return token;
    });
    journal::v1::OutboxEntry entry;
    entry.set_payload(call_.SerializeAsString());
    std::promise<AttemptResult> outcome;
    sender.send(entry, [&](AttemptResult attempt) { outcome.set_value(std::move(attempt)); });
    return outcome.get_future().get();
  }
  state::v1::BotCall call_;
  net::HttpRequest request_;
  ManualClock clock_{Instant()};
  net::HttpClient client_{net::OutboundPolicy{{"http"}, {}, true}};
  std::unique_ptr<net::HttpServer> server_;
};

TEST_F(BotCallTest, AsksTheBotToSendTheText) {
  EXPECT_EQ(word(send(kToken)), "delivered");
  EXPECT_EQ(request_.path, std::string("/bot") + kToken + "/sendMessage");
  EXPECT_EQ(request_.header("content-type"), "application/json");
  const auto body = nlohmann::json::parse(request_.body);
  EXPECT_EQ(body["chat_id"], "-1001");
  EXPECT_EQ(body["text"], call_.text());
}

TEST_F(BotCallTest, WithoutATokenNothingIsSentAndTheSecretIsNeverSaid) {
  EXPECT_EQ(send(std::nullopt).detail, "there is no secret bot: put its file into the secrets directory");
  for (const char* bad : {"", "a/b", "a?b", "a b", "../x"}) {
    const auto attempt = send(bad);
    EXPECT_EQ(word(attempt), "again alone") << bad;
    EXPECT_EQ(attempt.detail, "the secret bot is no token of a bot");
  }
  EXPECT_EQ(request_.path, "");
  server_.reset();
  const auto attempt = send(kToken);
  EXPECT_EQ(word(attempt), "again");
  EXPECT_EQ(attempt.detail.find("ABC"), std::string::npos) << attempt.detail;
}

TEST_F(BotCallTest, OneBotIsOneReceiver) {
  BotSender sender(client_, clock_, [](auto&, auto&) { return std::nullopt; });
  journal::v1::OutboxEntry entry;
  entry.set_payload(call_.SerializeAsString());
  EXPECT_EQ(sender.receiver(entry), call_.url() + " w/bot");
}

}  // namespace
}  // namespace leakproof::channels
