#include "net/http_server.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>
#include <future>
#include <thread>

#include "net/http_request_reader.h"

namespace leakproof::net {
namespace {

using namespace std::string_literals;
using testing::HasSubstr;
using testing::StartsWith;
namespace asio = boost::asio;

// A client that writes bytes as they are.
class RawClient {
 public:
  explicit RawClient(std::uint16_t port) : socket_(context_) {
    socket_.connect({asio::ip::make_address("127.0.0.1"), port});
  }
  RawClient& send(std::string_view bytes) {
    boost::system::error_code ignored;  // the server may have hung up already
    asio::write(socket_, asio::buffer(bytes.data(), bytes.size()), ignored);
    return *this;
  }
  RawClient& end() {
    boost::system::error_code ignored;
    socket_.shutdown(asio::ip::tcp::socket::shutdown_send, ignored);
    return *this;
  }
  // All that comes until the server closes.
  std::string rest() {
    std::string text;
    boost::system::error_code ignored;
    asio::read(socket_, asio::dynamic_buffer(text), ignored);
    return text;
  }
  // All that comes until `mark` has come.
  std::string until(const std::string& mark) {
    std::string text;
    char byte;
    while (!text.ends_with(mark) && asio::read(socket_, asio::buffer(&byte, 1)) == 1) text.push_back(byte);
    return text;
  }

 private:
  asio::io_context context_;
  asio::ip::tcp::socket socket_;
};

std::unique_ptr<HttpServer> serve(HttpHandler handler, HttpServerOptions options = {}) {
  auto server = HttpServer::start(std::move(options), std::move(handler));
  EXPECT_TRUE(server.ok()) << (server.ok() ? "" : server.error().message());
  return *std::move(server);
}

// Answers what it was asked, so that a test sees what the handler saw.
void echo(const HttpRequest& request, Respond respond) {
  respond(
      {200, "text/plain", request.method + " " + request.path + "?" + request.query + " [" + request.body + "]", {}});
}

std::string answer_to(std::string_view bytes, HttpServerOptions options = {}) {
  const auto server = serve(echo, std::move(options));
  return RawClient(server->port()).send(bytes).end().rest();
}

std::string body_of(const std::string& answer) { return answer.substr(answer.find("\r\n\r\n") + 4); }

TEST(HttpServer, ServesAWholeRequest) {
  const std::string answer =
      answer_to("POST /a/b?c=d HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nConnection: close\r\n\r\nabc");
  EXPECT_THAT(answer,
              StartsWith("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 19\r\nConnection: close\r\n"));
  EXPECT_EQ(body_of(answer), "POST /a/b?c=d [abc]");
}

const std::string kHead = "POST / HTTP/1.1\r\nHost: x\r\n";
const std::string kChunked = kHead + "Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n";

struct Row {
  std::string name;
  std::string bytes;
  int status;
};

const std::vector<Row>& framing_rows() {
  static const std::vector<Row> rows = {
      {"length_and_chunked", kHead + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400},
      {"chunked_and_length", kHead + "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n", 400},
      {"lengths_differ", kHead + "Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd", 400},
      {"lengths_agree", kHead + "Content-Length: 3\r\nContent-Length: 3\r\n\r\nabc", 400},
      {"length_plus", kHead + "Content-Length: +5\r\n\r\nabcde", 400},
      {"length_minus", kHead + "Content-Length: -1\r\n\r\n", 400},
      {"length_hex", kHead + "Content-Length: 0x10\r\n\r\n", 400},
      {"length_empty", kHead + "Content-Length:\r\n\r\n", 400},
      {"length_list", kHead + "Content-Length: 3, 3\r\n\r\nabc", 400},
      {"length_overflow", kHead + "Content-Length: 18446744073709551616\r\n\r\n", 400},
      {"coding_list", kHead + "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n", 501},
      {"coding_unknown", kHead + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n", 501},
      {"coding_twice", kHead + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400},
      {"coding_gzip_chunked", kHead + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", 501},
      {"coding_in_1_0", "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400},
      {"space_before_colon", "GET / HTTP/1.1\r\nHost : x\r\n\r\n", 400},
      {"folded_header", "GET / HTTP/1.1\r\nHost: x\r\nA: b\r\n c\r\n\r\n", 400},
      {"nul_in_header", "GET / HTTP/1.1\r\nHost: x\r\nA: b\0c\r\n\r\n"s, 400},
      {"control_in_header", "GET / HTTP/1.1\r\nHost: x\r\nA: b\x01\r\n\r\n", 400},
      {"bare_cr", "GET / HTTP/1.1\r\nHost: x\r\nA: b\rc\r\n\r\n", 400},
      {"bare_lf", "GET / HTTP/1.1\nHost: x\n\n", 400},
      {"bare_lf_in_header", "GET / HTTP/1.1\r\nHost: x\nA: b\r\n\r\n", 400},
      {"no_colon", "GET / HTTP/1.1\r\nHost: x\r\nnonsense\r\n\r\n", 400},
      {"empty_name", "GET / HTTP/1.1\r\nHost: x\r\n: b\r\n\r\n", 400},
      {"no_host", "GET / HTTP/1.1\r\n\r\n", 400},
      {"two_hosts", "GET / HTTP/1.1\r\nHost: x\r\nhost: x\r\n\r\n", 400},
      {"host_with_path", "GET / HTTP/1.1\r\nHost: x/y\r\n\r\n", 400},
      {"host_with_user", "GET / HTTP/1.1\r\nHost: u@x\r\n\r\n", 400},
      {"chunk_not_hex", kChunked + "g\r\n", 400},
      {"chunk_negative", kChunked + "-1\r\n", 400},
      {"chunk_prefix", kChunked + "0x3\r\nabc\r\n0\r\n\r\n", 400},
      {"chunk_space", kChunked + "3 \r\nabc\r\n0\r\n\r\n", 400},
      {"chunk_empty", kChunked + "\r\n", 400},
      {"chunk_overflow", kChunked + "10000000000000003\r\nabc\r\n0\r\n\r\n", 400},
      {"chunk_longer_than_said", kChunked + "3\r\nabcd\r\n0\r\n\r\n", 400},
      {"chunk_extension_huge", kChunked + "3;" + std::string(1 << 20, 'a'), 400},
      {"chunk_extension_lf", kChunked + "3;a\nb\r\nabc\r\n0\r\n\r\n", 400},
      {"trailer_huge", kChunked + "0\r\nA: " + std::string(8000, 'a'), 431},
      {"trailer_folded", kChunked + "0\r\n A: b\r\n\r\n", 400},
      {"http_0_9", "GET /\r\n", 400},
      {"http_2_preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505},
      {"http_9_9", "GET / HTTP/9.9\r\nHost: x\r\n\r\n", 505},
      {"version_lower_case", "GET / http/1.1\r\nHost: x\r\n\r\n", 400},
      {"absolute_form", "GET http://other/ HTTP/1.1\r\nHost: x\r\n\r\n", 400},
      {"connect", "CONNECT x:80 HTTP/1.1\r\nHost: x\r\n\r\n", 501},
      {"trace", "TRACE / HTTP/1.1\r\nHost: x\r\n\r\n", 501},
      {"tls_hello", "\x16\x03\x01\x02\x00\x01\x00"s, 400},
      {"empty_lines", "\r\n\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n", 400},
      {"two_spaces", "GET  / HTTP/1.1\r\nHost: x\r\n\r\n", 400},
      {"target_control", "GET /\x80 HTTP/1.1\r\nHost: x\r\n\r\n", 400},
      {"target_percent", "GET /%zz HTTP/1.1\r\nHost: x\r\n\r\n", 400},
      {"unknown_method", "BREW / HTTP/1.1\r\nHost: x\r\n\r\n", 501},
      {"method_lower_case", "get / HTTP/1.1\r\nHost: x\r\n\r\n", 501},
      {"no_length", kHead + "\r\n", 411},
      {"body_over_limit", kHead + "Content-Length: 262145\r\n\r\n", 413},
      {"chunks_over_limit", kChunked + "40001\r\n", 413},
      {"long_target", "GET /" + std::string(8192, 'a') + " HTTP/1.1\r\nHost: x\r\n\r\n", 414},
      {"endless_target", "GET /" + std::string(9000, 'a'), 414},
      {"large_headers", "GET / HTTP/1.1\r\nHost: x\r\nA: " + std::string(16 * 1024, 'a') + "\r\n\r\n", 431},
      {"unknown_coding", kHead + "Content-Encoding: br\r\nContent-Length: 1\r\n\r\na", 415},
      {"gzip_where_not_allowed", kHead + "Content-Encoding: gzip\r\nContent-Length: 1\r\n\r\na", 415},
      {"expectation", kHead + "Expect: nonsense\r\nContent-Length: 1\r\n\r\na", 417},
  };
  return rows;
}

class HttpFraming : public testing::TestWithParam<Row> {};
TEST_P(HttpFraming, IsRefusedAndTheConnectionEnds) {
  const std::string answer = answer_to(GetParam().bytes + "GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 " + std::to_string(GetParam().status) + " "));
  EXPECT_THAT(answer, HasSubstr("application/problem+json"));
  EXPECT_THAT(answer, HasSubstr("Connection: close"));
  EXPECT_THAT(answer, testing::Not(HasSubstr("smuggled")));
}
INSTANTIATE_TEST_SUITE_P(All, HttpFraming, testing::ValuesIn(framing_rows()),
                         [](const auto& row) { return row.param.name; });

TEST(HttpServer, TooManyHeaders) {
  std::string bytes = "GET / HTTP/1.1\r\nHost: x\r\n";
  for (int i = 0; i < 100; ++i) bytes += "A: b\r\n";
  EXPECT_THAT(answer_to(bytes + "\r\n"), StartsWith("HTTP/1.1 431 "));
}

TEST(HttpServer, WhatIsFineStaysFine) {
  const std::pair<std::string, std::string> rows[] = {
      {kChunked + "3\r\nabc\r\n2;ext=1\r\nde\r\n0\r\nTrailer: x\r\n\r\n", "POST /? [abcde]"},
      {"\r\nGET /x HTTP/1.1\r\nHost: x:80\r\nConnection: close\r\n\r\n", "GET /x? []"},
      {"GET / HTTP/1.1\r\nHost: [::1]:80\r\nUpgrade: h2c\r\nConnection: Upgrade, close\r\n\r\n", "GET /? []"},
      {"GET / HTTP/1.0\r\n\r\n", "GET /? []"},
      {kHead + "Content-Length: 1\r\nRange: bytes=0-0\r\nIf-Match: x\r\nConnection: close\r\n\r\na", "POST /? [a]"},
  };
  for (const auto& [bytes, body] : rows) {
    const std::string answer = answer_to(bytes);
    EXPECT_THAT(answer, StartsWith("HTTP/1.1 200 ")) << bytes;
    EXPECT_EQ(body_of(answer), body) << bytes;
  }
}

TEST(HttpServer, EveryRequestMeansTheSameHoweverItIsCut) {
  const std::string bytes = "\r\n" + kChunked + "3;x=y\r\nabc\r\n1\r\nd\r\n0\r\nA: b\r\n\r\n";
  HttpRequestReader reader([](const std::string&) { return BodyRule{}; });
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    EXPECT_NE(reader.advance(), HttpRequestReader::State::kReady) << i;
    reader.receive(bytes.substr(i, 1));
  }
  ASSERT_EQ(reader.advance(), HttpRequestReader::State::kReady) << reader.fault().detail;
  EXPECT_EQ(reader.take().body, "abcd");
}

TEST(HttpServer, AHalfSentRequestHasNoEffect) {
  std::atomic<int> seen = 0;
  const auto server = serve([&](const HttpRequest& request, Respond respond) {
    ++seen;
    echo(request, std::move(respond));
  });
  EXPECT_EQ(RawClient(server->port()).send(kHead + "Content-Length: 5\r\n\r\nabc").end().rest(), "");
  EXPECT_EQ(RawClient(server->port()).send(kChunked + "3\r\nabc\r\n").end().rest(), "");
  EXPECT_EQ(seen, 0);
}

TEST(HttpServer, PipelinedAnswersKeepTheirOrder) {
  // The first answer is held back until the second request has long been received.
  std::vector<std::thread> later;
  const auto server = serve([&](const HttpRequest& request, Respond respond) {
    later.emplace_back([path = request.path, respond = std::make_shared<Respond>(std::move(respond))] {
      (*respond)({200, "", path, {}});
    });
  });
  const std::string answer = RawClient(server->port())
                                 .send(
                                     "GET /1 HTTP/1.1\r\nHost: x\r\n\r\nGET /2 HTTP/1.1\r\nHost: x\r\n\r\n"
                                     "GET /3 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
                                 .rest();
  for (std::thread& thread : later) thread.join();
  EXPECT_LT(answer.find("/1"), answer.find("/2"));
  EXPECT_LT(answer.find("/2"), answer.find("/3"));
  EXPECT_NE(answer.find("/3"), answer.npos);
}

TEST(HttpServer, AnUnansweredRequestIsAnError) {
  const auto server = serve([](const HttpRequest&, Respond) {});
  EXPECT_THAT(RawClient(server->port()).send("GET / HTTP/1.1\r\nHost: x\r\n\r\n").end().rest(),
              StartsWith("HTTP/1.1 500 "));
}

TEST(HttpServer, HeadHasTheLengthAndNoBody) {
  const std::string answer = answer_to("HEAD /a HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  EXPECT_THAT(answer, HasSubstr("Content-Length: 11\r\n"));
  EXPECT_EQ(body_of(answer), "");
}

TEST(HttpServer, TellsAWaitingClientToGoOn) {
  const auto server = serve(echo);
  RawClient client(server->port());
  client.send(kHead + "Expect: 100-continue\r\nContent-Length: 1\r\nConnection: close\r\n\r\n");
  EXPECT_EQ(client.until("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
  EXPECT_EQ(body_of(client.send("a").rest()), "POST /? [a]");
}

TEST(HttpServer, ASlowHeadOrBodyEnds) {
  HttpServerOptions options;
  options.head_timeout = options.body_window = std::chrono::milliseconds(50);
  const auto server = serve(echo, options);
  EXPECT_THAT(RawClient(server->port()).send("GET / HT").rest(), StartsWith("HTTP/1.1 408 "));
  EXPECT_THAT(RawClient(server->port()).send(kHead + "Content-Length: 9000\r\n\r\nabc").rest(),
              StartsWith("HTTP/1.1 408 "));
  EXPECT_EQ(RawClient(server->port()).rest(), "");
}

TEST(HttpServer, AnIdleConnectionEnds) {
  HttpServerOptions options;
  options.idle_timeout = std::chrono::milliseconds(50);
  const auto server = serve(echo, options);
  EXPECT_EQ(body_of(RawClient(server->port()).send("GET / HTTP/1.1\r\nHost: x\r\n\r\n").rest()), "GET /? []");
}

TEST(HttpServer, APortThatIsTakenIsNoFaultOfTheConfiguration) {
  const auto first = serve(echo);
  HttpServerOptions options;
  options.port = first->port();
  EXPECT_EQ(HttpServer::start(options, echo).error().disposition(), Disposition::kFatal);
  options.address = "192.0.2.1";
  EXPECT_EQ(HttpServer::start(options, echo).error().disposition(), Disposition::kRefuse);
  options.address = "localhost";
  EXPECT_EQ(HttpServer::start(options, echo).error().disposition(), Disposition::kRefuse);
}

TEST(HttpServer, TheCapOnConnectionsHolds) {
  HttpServerOptions options;
  options.connections_max = 1;
  const auto server = serve(echo, options);
  RawClient first(server->port());
  first.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n").until("[]");
  const std::string turned_away = RawClient(server->port()).rest();
  EXPECT_THAT(turned_away, StartsWith("HTTP/1.1 503 "));
  EXPECT_THAT(turned_away, HasSubstr("Retry-After: 1"));
  EXPECT_THAT(first.send("GET /2 HTTP/1.1\r\nHost: x\r\n\r\n").until("[]"), HasSubstr("GET /2"));
}

TEST(HttpServer, SomePlacesAreKeptForCertainPaths) {
  HttpServerOptions options;
  options.connections_max = 9;  // those that are turned away take a place for a moment, too
  options.connections_kept = 8;
  options.kept_for = [](const std::string& path) { return path.starts_with("/f/"); };
  const auto server = serve(echo, options);
  RawClient first(server->port());
  first.send("GET /hooks HTTP/1.1\r\nHost: x\r\n\r\n").until("[]");
  const std::string turned_away = RawClient(server->port()).send("GET /hooks HTTP/1.1\r\nHost: x\r\n\r\n").rest();
  EXPECT_THAT(turned_away, StartsWith("HTTP/1.1 503 "));
  EXPECT_THAT(RawClient(server->port()).send("POST /hooks HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n").rest(),
              StartsWith("HTTP/1.1 503 "))
      << "before its body has come";
  RawClient form(server->port());
  EXPECT_THAT(form.send("GET /f/1 HTTP/1.1\r\nHost: x\r\n\r\n").until("[]"), HasSubstr("GET /f/1"));
  EXPECT_THAT(first.send("GET /hooks/2 HTTP/1.1\r\nHost: x\r\n\r\n").until("[]"), HasSubstr("GET /hooks/2"))
      << "who was there first goes on";
}

TEST(HttpServer, StopLetsRequestsEnd) {
  std::promise<Respond> handed_out;
  const auto server = serve([&](const HttpRequest&, Respond respond) { handed_out.set_value(std::move(respond)); });
  RawClient idle(server->port());
  RawClient busy(server->port());
  busy.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  Respond respond = handed_out.get_future().get();
  std::thread stopper([&] { server->stop(std::chrono::minutes(1)); });
  EXPECT_EQ(idle.rest(), "");  // closed at once, while the other is waited for
  respond({200, "", "done", {}});
  EXPECT_EQ(body_of(busy.rest()), "done");
  busy.end();
  stopper.join();
}

TEST(HttpServer, AnAnswerAfterTheServerIsGoneIsDropped) {
  std::promise<Respond> handed_out;
  auto server = serve([&](const HttpRequest&, Respond respond) { handed_out.set_value(std::move(respond)); });
  RawClient client(server->port());
  client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  Respond respond = handed_out.get_future().get();
  server.reset();
  EXPECT_EQ(client.rest(), "");
  respond({200, "", "late", {}});
}

TEST(HttpServer, SaysWhyItCannotListen) {
  const auto server = serve(echo);
  HttpServerOptions options;
  options.port = server->port();
  EXPECT_THAT(HttpServer::start(options, echo).error().message(), HasSubstr("choose another port"));
  options.address = "not an address";
  EXPECT_THAT(HttpServer::start(options, echo).error().message(), HasSubstr("numeric"));
}

TEST(HttpServer, AHeaderOfAnAnswerCannotForgeAnother) {
  const auto server = serve([](const HttpRequest&, Respond respond) {
    respond({200, "", "", {{"Good", "1"}, {"Bad", "1\r\nForged: 1"}}});
  });
  const std::string answer =
      RawClient(server->port()).send("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").rest();
  EXPECT_THAT(answer, HasSubstr("Good: 1\r\n"));
  EXPECT_THAT(answer, testing::Not(HasSubstr("Forged")));
}

TEST(HttpServer, CountsRefusals) {
  observe::Metrics metrics;
  HttpServerOptions options;
  options.metrics = &metrics;
  answer_to("BREW / HTTP/1.1\r\nHost: x\r\n\r\n", options);
  EXPECT_THAT(metrics.exposition(), HasSubstr("leakproof_http_refused_total{status=\"501\"} 1\n"));
}

}  // namespace
}  // namespace leakproof::net
