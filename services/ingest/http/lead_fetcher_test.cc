#include "ingest/http/lead_fetcher.h"

#include <gtest/gtest.h>

#include <future>

#include "base/system_clock.h"
#include "leakproof/lead/v1/submission.pb.h"
#include "net/http_server.h"
#include "stream/fakes/memory_log.h"

namespace leakproof::ingest {
namespace {

using stream::AttemptResult;

class FetchTest : public ::testing::Test {
 protected:
  AttemptResult fetch(std::optional<std::string> token, int status, const std::string& body) {
    auto graph = net::HttpServer::start({}, [&](const net::HttpRequest& request, net::Respond respond) {
      authorization_ = request.header("authorization").value_or("");
      respond(net::json_response(status, body));
    });
    EXPECT_TRUE(graph.ok());
    net::HttpClient http({.schemes = {"http"}, .ports = {}, .allow_private = true});
    LeadFetcher sender(log_, http, clock_, [&](auto&, auto&) { return token; });
    lead::v1::FetchLead call;
    call.set_workspace_id("demo");
    call.set_receipt_id("rc_1");
    call.set_url("http://127.0.0.1:" + std::to_string((*graph)->port()) + "/77");
    journal::v1::OutboxEntry entry;
    entry.set_payload(call.SerializeAsString());
    std::promise<AttemptResult> done;
    sender.send(entry, [&](AttemptResult attempt) { done.set_value(std::move(attempt)); });
    return done.get_future().get();
  }
  stream::MemoryLog log_;
  SystemClock clock_;
  std::string authorization_;
};

TEST_F(FetchTest, TheAnswerBecomesASubmissionUnderTheAnnouncedReceipt) {
  EXPECT_EQ(fetch("tok", 200, R"({"id":"77"})").state, AttemptResult::State::kDelivered);
  EXPECT_EQ(authorization_, "Bearer tok");
  auto records = log_.records({"lead.submissions", 0});
  ASSERT_EQ(records.size(), 1u);
  lead::v1::Submission submission;
  ASSERT_TRUE(submission.ParseFromString(records[0].value));
  EXPECT_EQ(submission.receipt_id(), "rc_1");
  EXPECT_EQ(submission.kind(), "meta_lead");
  EXPECT_EQ(submission.body(), R"({"id":"77"})");
}
TEST_F(FetchTest, ARateLimitIsTriedAgainAndARefusalIsNot) {
  EXPECT_EQ(fetch("tok", 400, R"({"error":{"code":80005}})").state, AttemptResult::State::kTryAgain);
  EXPECT_EQ(fetch("tok", 400, R"({"error":{"code":100}})").state, AttemptResult::State::kFailed);
  EXPECT_EQ(fetch("tok", 503, "").state, AttemptResult::State::kTryAgain);
  EXPECT_TRUE(log_.records({"lead.submissions", 0}).empty());
}
TEST_F(FetchTest, AMissingTokenWaitsForTheOperator) {
  EXPECT_EQ(fetch(std::nullopt, 200, "{}").state, AttemptResult::State::kTryAgain);
}

}  // namespace
}  // namespace leakproof::ingest
