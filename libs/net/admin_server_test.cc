#include "net/admin_server.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>

#include "net/http_client.h"

namespace leakproof::net {
namespace {

HttpAnswer get(std::uint16_t port, const std::string& path) {
  std::promise<Result<HttpAnswer>> answer;
  HttpClient client(OutboundPolicy{{"http"}, {}, true});
  HttpCall call;
  call.method = "GET";
  call.url = "http://127.0.0.1:" + std::to_string(port) + path;
  client.send(call, [&](Result<HttpAnswer> result) { answer.set_value(std::move(result)); });
  auto result = answer.get_future().get();
  return result.ok() ? *result : HttpAnswer{};
}

TEST(AdminServer, TellsHowTheProcessIs) {
  observe::Metrics metrics;
  metrics.counter("leakproof_a_total", "A.").Increment();
  std::atomic<bool> alive = true, ready = false;
  const auto is_ready = [&] { return ready ? Status() : Status(retry("nobody serves 1")); };
  const auto server = start_admin_server(
      "127.0.0.1", 0, metrics, [&] { return alive.load(); }, is_ready);
  ASSERT_TRUE(server.ok());
  const std::uint16_t port = (*server)->port();
  EXPECT_EQ(get(port, "/healthz").status, 200);
  EXPECT_EQ(get(port, "/readyz").status, 503);
  EXPECT_THAT(get(port, "/readyz").body, testing::HasSubstr("nobody serves 1"));
  alive = false;
  ready = true;
  EXPECT_EQ(get(port, "/healthz").status, 503);
  EXPECT_EQ(get(port, "/readyz").status, 200);
  EXPECT_EQ(get(port, "/debug").status, 404);
  const HttpAnswer shown = get(port, "/metrics");
  EXPECT_EQ(find_header(shown.headers, "Content-Type"), observe::Metrics::kContentType);
  EXPECT_THAT(shown.body, testing::HasSubstr("leakproof_a_total 1\n"));
}

}  // namespace
}  // namespace leakproof::net
