#include "net/http_client.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <atomic>
#include <future>
#include <optional>
#include <vector>

#include "net/http_server.h"

namespace leakproof::net {
namespace {

using testing::HasSubstr;

const OutboundPolicy kDemo{{"http"}, {}, true};

Result<HttpAnswer> call_with(const OutboundPolicy& policy, HttpCall call) {
  HttpClient client(policy);
  std::promise<Result<HttpAnswer>> answer;
  client.send(std::move(call), [&](Result<HttpAnswer> result) { answer.set_value(std::move(result)); });
  return answer.get_future().get();
}

class HttpClientTest : public testing::Test {
 protected:
  void serve(HttpHandler handler) {
    HttpServerOptions options;
    options.threads = 2;
    server_ = *HttpServer::start(std::move(options), std::move(handler));
  }
  HttpCall call(const std::string& host = "127.0.0.1") const {
    HttpCall made;
    made.url = "http://" + host + ":" + std::to_string(server_->port()) + "/hook?a=b";
    return made;
  }
  std::unique_ptr<HttpServer> server_;
};

TEST_F(HttpClientTest, SendsAndBringsTheAnswer) {
  serve([](const HttpRequest& request, Respond respond) {
    respond({202,
             "text/plain",
             request.method + request.path + "?" + request.query + " " +
                 std::string(request.header("webhook-id").value_or("")) + " " + request.body,
             {{"Retry-After", "7"}}});
  });
  HttpCall made = call();
  made.headers = {{"webhook-id", "msg_1"}};
  made.body = std::string("a\0b", 3);
  const auto answer = call_with(kDemo, made);
  ASSERT_TRUE(answer.ok()) << answer.error().message();
  EXPECT_EQ(answer->status, 202);
  EXPECT_EQ(answer->body, std::string("POST/hook?a=b msg_1 a\0b", 23));
  EXPECT_EQ(find_header(answer->headers, "retry-after"), "7");
}

TEST_F(HttpClientTest, DoesNotFollow) {
  std::atomic<int> calls = 0;
  serve([&](const HttpRequest&, Respond respond) {
    ++calls;
    respond({303, "", "", {{"Location", "/elsewhere"}}});
  });
  EXPECT_EQ(call_with(kDemo, call())->status, 303);
  EXPECT_EQ(calls, 1);
}

TEST_F(HttpClientTest, ReadsNoMoreThanTheCap) {
  serve([](const HttpRequest&, Respond respond) { respond({200, "", std::string(200'000, 'x'), {}}); });
  const auto answer = call_with(kDemo, call());
  ASSERT_TRUE(answer.ok());
  EXPECT_EQ(answer->status, 200);
  EXPECT_TRUE(answer->truncated);
  EXPECT_EQ(answer->body.size(), kAnswerBytesMax);
}

TEST_F(HttpClientTest, ASilentReceiverIsATimeout) {
  std::vector<Respond> held;
  serve([&](const HttpRequest&, Respond respond) { held.push_back(std::move(respond)); });
  HttpCall made = call();
  made.timeout = std::chrono::milliseconds(50);
  EXPECT_EQ(call_with(kDemo, made).error().disposition(), Disposition::kRetry);
  server_->stop({});
}

TEST_F(HttpClientTest, APrivateAddressIsRefusedEvenBehindAName) {
  std::atomic<int> calls = 0;
  serve([&](const HttpRequest&, Respond respond) {
    ++calls;
    respond({200, "", "", {}});
  });
  const OutboundPolicy strict{{"http"}, {}, false};
  EXPECT_EQ(call_with(strict, call()).error().disposition(), Disposition::kRefuse);
  // Looks like any other name to the check of the URL; the address shows at connect.
  char name[256] = {};
  gethostname(name, sizeof name - 1);
  EXPECT_FALSE(call_with(strict, call(name)).ok());
  EXPECT_EQ(calls, 0);
}

TEST_F(HttpClientTest, RefusesAForgedHeader) {
  serve([](const HttpRequest&, Respond respond) { respond({200, "", "", {}}); });
  HttpCall made = call();
  made.headers = {{"A", "b\r\nC: d"}};
  EXPECT_EQ(call_with(kDemo, made).error().disposition(), Disposition::kRefuse);
}

TEST_F(HttpClientTest, NobodyThereIsARetry) {
  serve([](const HttpRequest&, Respond) {});
  const HttpCall made = call();
  server_->stop({});
  EXPECT_EQ(call_with(kDemo, made).error().disposition(), Disposition::kRetry);
}

TEST_F(HttpClientTest, ManyCallsAtOnceAllCome) {
  serve([](const HttpRequest&, Respond respond) { respond({200, "", "", {}}); });
  HttpClient client(kDemo);
  std::atomic<int> left = 50;
  std::promise<void> done;
  for (int i = 0; i < 50; ++i) {
    client.send(call(), [&](Result<HttpAnswer> result) {
      EXPECT_TRUE(result.ok());
      if (--left == 0) done.set_value();
    });
  }
  done.get_future().wait();
}

TEST_F(HttpClientTest, CallsOnTheirWayEndWithTheClient) {
  std::vector<Respond> held;
  std::promise<void> arrived;
  serve([&](const HttpRequest&, Respond respond) {
    held.push_back(std::move(respond));
    arrived.set_value();
  });
  std::optional<Disposition> disposition;
  {
    HttpClient client(kDemo);
    client.send(call(), [&](Result<HttpAnswer> result) { disposition = result.error().disposition(); });
    arrived.get_future().wait();
  }
  EXPECT_EQ(disposition, Disposition::kRetry);
  server_->stop({});
}

TEST(RetryAfter, IsSecondsOrADate) {
  const Instant now = instant_from_micros(1'000'000'000'000'000);
  EXPECT_EQ(retry_after({{"retry-after", "120"}}, now), now + std::chrono::seconds(120));
  EXPECT_EQ(retry_after({{"Retry-After", "Wed, 21 Oct 2015 07:28:00 GMT"}}, now),
            Instant(std::chrono::seconds(1445412480)));
  EXPECT_EQ(retry_after({}, now), std::nullopt);
  for (const char* bad : {"", "-1", "soon", "1.5x"})
    EXPECT_EQ(retry_after({{"Retry-After", bad}}, now), std::nullopt) << bad;
}

}  // namespace
}  // namespace leakproof::net
