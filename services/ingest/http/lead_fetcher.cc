#include "ingest/http/lead_fetcher.h"

#include <cstdlib>
#include <set>

#include "ingest/sources/source_kinds.h"
#include "leakproof/lead/v1/submission.pb.h"
#include "stream/topics.h"

namespace leakproof::ingest {
namespace {

using stream::AttemptResult;

// The number behind "code": in an error body; 0 without one.
int error_code(const std::string& body) {
  const auto key = body.find("\"code\"");
  const auto digit = key == std::string::npos ? key : body.find_first_of("0123456789", key);
  return digit == std::string::npos ? 0 : std::atoi(body.c_str() + digit);
}

stream::NewRecord record_of(const lead::v1::FetchLead& fetch, const std::string& traceparent, std::string body) {
  lead::v1::Submission submission;
  submission.set_receipt_id(fetch.receipt_id());
  submission.set_workspace_id(fetch.workspace_id());
  submission.set_source_id(fetch.source_id());
  submission.set_kind(std::string(kFetchedLead.name));
  submission.set_content_type("application/json");
  submission.set_body(std::move(body));
  submission.set_received_micros(fetch.received_micros());
  submission.set_provider_id(fetch.provider_id());
  submission.set_traceparent(traceparent);
  return {fetch.workspace_id(), submission.SerializeAsString(), {}};
}

}  // namespace

AttemptResult judge_fetch(int status, const std::string& body) {
  static const std::set<int> kPassing = {1, 2, 4, 17, 32, 613, 80005};
  if (status == 200) return {AttemptResult::State::kDelivered, "", {}};
  const int code = error_code(body);
  const std::string detail = "status " + std::to_string(status) + (code ? ", error code " + std::to_string(code) : "");
  const bool passing = status >= 500 || status == 429 || kPassing.contains(code);
  return {passing ? AttemptResult::State::kTryAgain : AttemptResult::State::kFailed, detail, {}};
}

void LeadFetcher::send(const journal::v1::OutboxEntry& entry, std::function<void(AttemptResult)> done) {
  lead::v1::FetchLead fetch;
  if (!fetch.ParseFromString(entry.payload())) return done({AttemptResult::State::kFailed, "the call is damaged", {}});
  const auto token = secret_of_(fetch.workspace_id(), fetch.access_token());
  if (!token)
    return done({AttemptResult::State::kTryAgain, "secret file '" + fetch.access_token() + "' is missing", {}});
  net::HttpCall call;
  call.method = "GET";
  call.url = fetch.url();
  call.headers.push_back({"Authorization", "Bearer " + *token});
  http_.send(std::move(call), [this, fetch, trace = entry.traceparent(),
                               done = std::move(done)](Result<net::HttpAnswer> answer) {
    if (!answer.ok()) {
      const bool refused = answer.error().disposition() == Disposition::kRefuse;
      return done(
          {refused ? AttemptResult::State::kFailed : AttemptResult::State::kTryAgain, answer.error().message(), {}});
    }
    AttemptResult attempt = judge_fetch(answer->status, answer->body);
    if (attempt.state != AttemptResult::State::kDelivered) {
      if (auto at = net::retry_after(answer->headers, clock_.now())) attempt.retry_after = *at - clock_.now();
      return done(std::move(attempt));
    }
    const stream::TopicPartition to{stream::topics::kLeadSubmissions,
                                    stream::partition_of(fetch.workspace_id(), log_.partitions())};
    log_.inputs().append(
        to, record_of(fetch, trace, std::move(answer->body)), [done, attempt](Result<stream::Offset> stored) {
          done(stored.ok() ? attempt : AttemptResult{AttemptResult::State::kTryAgain, stored.error().message(), {}});
        });
  });
}

}  // namespace leakproof::ingest
