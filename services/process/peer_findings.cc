#include "process/peer_findings.h"

#include <algorithm>
#include <future>
#include <iterator>

#include "net/bearer.h"
#include "process/self_check.h"

namespace leakproof::process {
namespace {

using api::v1::Finding;

constexpr std::int64_t kPatienceMillis = 2000;

struct Question {
  std::string address, stages, workspace, token;
};

// What is wrong there, or one word that nothing is.
Findings read(const Question& question, const api::v1::DiagnoseResponse& response) {
  const std::string who = question.stages + " at " + question.address;
  Findings found;
  for (const auto& one : response.findings()) {
    if (one.weight() != Finding::GOOD) found.push_back(finding(one.weight(), one.subject(), who + ": " + one.text()));
  }
  if (found.empty()) found.push_back(finding(Finding::GOOD, "processes", who + " finds nothing wrong with itself"));
  return found;
}

Finding unanswered(const Question& question, const grpc::Status& status) {
  const std::string who = question.stages + " at " + question.address;
  if (status.error_code() == grpc::StatusCode::UNIMPLEMENTED)
    return finding(Finding::NOTE, "processes", who + " is of an earlier version and cannot say how it is");
  return finding(
      Finding::BAD, "processes",
      who + " does not answer: start it, or look at its log; what it is to do waits (" + status.error_message() + ")");
}

Findings ask(const Question& question, const std::shared_ptr<grpc::ChannelCredentials>& credentials) {
  const auto stub = api::v1::OperationsService::NewStub(grpc::CreateChannel(question.address, credentials));
  grpc::ClientContext context;
  context.set_deadline(gpr_time_from_millis(kPatienceMillis, GPR_TIMESPAN));
  if (!question.token.empty()) net::send_bearer_token(context, question.token);
  api::v1::DiagnoseRequest request;
  request.set_workspace_id(question.workspace);
  api::v1::DiagnoseResponse response;
  const auto status = stub->Diagnose(&context, request, &response);
  return status.ok() ? read(question, response) : Findings{unanswered(question, status)};
}

}  // namespace

Findings peer_findings(const Peers& peers, const std::string& workspace, const app::FileSecrets& secrets,
                       const std::shared_ptr<grpc::ChannelCredentials>& credentials) {
  const auto token = secrets.get(workspace, app::kApiToken).value_or("");
  std::vector<std::future<Findings>> answers;
  for (const auto& [address, stages] : peers) {
    const Question question{address, stages, workspace, token};
    answers.push_back(std::async(std::launch::async, [question, credentials] { return ask(question, credentials); }));
  }
  Findings all;
  for (auto& answer : answers) {
    auto found = answer.get();
    std::ranges::move(found, std::back_inserter(all));
  }
  return all;
}

grpc::Status OperationsService::Diagnose(grpc::ServerContext* context, const api::v1::DiagnoseRequest* request,
                                         api::v1::DiagnoseResponse* response) {
  const auto& workspace = request->workspace_id();
  if (!secrets_.is_open(workspace) && !secrets_.matches(workspace, app::kApiToken, net::bearer_token(*context)))
    return {grpc::StatusCode::UNAUTHENTICATED,
            "the workspace's token is wanted: send it as authorization: Bearer TOKEN"};
  for (auto& one : findings_()) *response->add_findings() = std::move(one);
  return grpc::Status::OK;
}

}  // namespace leakproof::process
