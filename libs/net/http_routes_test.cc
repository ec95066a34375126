#include "net/http_routes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace leakproof::net {
namespace {

RouteHandler named(const std::string& name) {
  return [name](const HttpRequest&, const PathParams& params, Respond respond) {
    std::string body = name;
    for (const auto& [key, value] : params) body += " " + key + "=" + value;
    respond({200, "", body, {}});
  };
}

HttpResponse ask(const HttpRoutes& routes, const std::string& method, const std::string& path) {
  HttpRequest request;
  request.method = method;
  request.path = path;
  HttpResponse answer;
  routes.serve(request, Respond([&](HttpResponse response) { answer = std::move(response); }));
  return answer;
}

TEST(HttpRoutes, FindsTheHandlerOfAPath) {
  HttpRoutes routes;
  routes.add("GET", "/", named("root"));
  routes.add("POST", "/v1/leads", named("submit"));
  routes.add("GET", "/v1/leads/{lead}", named("get"));
  routes.add("DELETE", "/v1/leads/{lead}", named("delete"));
  routes.add("POST", "/in/{workspace}/{source}", named("in"));
  const struct {
    std::string method, path;
    int status;
    std::string body;
  } rows[] = {
      {"GET", "/", 200, "root"},
      {"POST", "/v1/leads", 200, "submit"},
      {"GET", "/v1/leads/a%20b", 200, "get lead=a b"},
      {"HEAD", "/v1/leads/a", 200, "get lead=a"},
      {"DELETE", "/v1/leads/a", 200, "delete lead=a"},
      {"POST", "/in/w/s", 200, "in source=s workspace=w"},
      {"GET", "/v1/leads/", 404, ""},
      {"GET", "/v1/leads/a/", 404, ""},
      {"GET", "/v1/leads/a/../b", 404, ""},
      {"GET", "/v1/leads/%ff", 404, ""},
      {"GET", "/metrics", 404, ""},
      {"PUT", "/v1/leads/a", 405, ""},
  };
  for (const auto& row : rows) {
    const HttpResponse answer = ask(routes, row.method, row.path);
    EXPECT_EQ(answer.status, row.status) << row.path;
    if (row.status == 200) {
      EXPECT_EQ(answer.body, row.body);
    }
  }
  EXPECT_EQ(find_header(ask(routes, "PUT", "/v1/leads/a").headers, "allow"), "DELETE, GET, HEAD");
}

TEST(HttpRoutes, KnowsWhatABodyMayBe) {
  HttpRoutes routes;
  routes.add("POST", "/large", named("a"), {5000000, true});
  routes.add("GET", "/large", named("b"), {10, false});
  routes.add("PUT", "/large", named("c"), {10, false, 20});
  EXPECT_EQ(routes.body_rule("/large").bytes_max, 5000000u);
  EXPECT_TRUE(routes.body_rule("/large").compressed);
  EXPECT_EQ(routes.body_rule("/large").multipart_bytes_max, 20u);
  EXPECT_EQ(routes.body_rule("/other").bytes_max, kBodyBytesMax);
}

}  // namespace
}  // namespace leakproof::net
