#include "net/http_message.h"

#include <gtest/gtest.h>

namespace leakproof::net {
namespace {

TEST(HttpMessage, FindsAHeaderInAnyCase) {
  const HttpHeaders headers = {{"Content-Type", "Text/HTML ; Charset=\"UTF-8\""}, {"X-A", "1"}, {"x-a", "2"}};
  EXPECT_EQ(find_header(headers, "x-A"), "1");
  EXPECT_EQ(find_header(headers, "x-b"), std::nullopt);
  HttpRequest request;
  EXPECT_EQ(request.media_type() + request.charset(), "");
  request.headers = headers;
  EXPECT_EQ(request.media_type(), "text/html");
  EXPECT_EQ(request.charset(), "utf-8");
}

TEST(HttpMessage, ReadsParameters) {
  const std::string value = R"(form-data; name="a;\"b"; other = c; empty)";
  EXPECT_EQ(header_parameter(value, "name"), "a;\"b");
  EXPECT_EQ(header_parameter(value, "other"), "c");
  EXPECT_EQ(header_parameter(value, "empty"), std::nullopt);
  EXPECT_EQ(header_parameter("a; b=\"", "b"), "\"");
}

TEST(HttpMessage, AProblemNamesEveryField) {
  const HttpResponse response =
      problem(422, "", "2 fields are wrong", {{"/name", "is empty"}, {"/ph\"one", "is not a number"}});
  EXPECT_EQ(response.content_type, "application/problem+json");
  EXPECT_EQ(response.body,
            R"({"type":"about:blank","title":"Unprocessable Content","status":422,"detail":"2 fields are wrong",)"
            R"("errors":[{"field":"/name","detail":"is empty"},{"field":"/ph\"one","detail":"is not a number"}]})");
}

}  // namespace
}  // namespace leakproof::net
