// Tested by: services/process/remote_states_test.cc
#include "process/state_service.h"

#include "net/bearer.h"
#include "net/grpc_status.h"

namespace leakproof::process {
namespace {

constexpr int kEntriesMax = 1000;

}  // namespace

// Every key begins with its workspace.
grpc::Status StateService::check(const grpc::ServerContext& context, const std::string& key,
                                 std::string& workspace) const {
  const auto end = key.find('\0');
  if (end == key.npos) return net::grpc_status(refuse("a key begins with its workspace and a NUL"), "BAD_KEY");
  workspace = key.substr(0, end);
  if (secrets_.is_open(workspace) || secrets_.matches(workspace, app::kApiToken, net::bearer_token(context)))
    return grpc::Status::OK;
  return {grpc::StatusCode::UNAUTHENTICATED,
          "the workspace's token is wanted: do all processes read the same secrets?"};
}

grpc::Status StateService::ReadState(grpc::ServerContext* context, const api::v1::ReadStateRequest* request,
                                     api::v1::ReadStateResponse* response) {
  std::string workspace;
  if (auto status = check(*context, request->key(), workspace); !status.ok()) return status;
  auto value = local_.get(request->stage(), workspace, request->key());
  if (!value.ok()) return net::grpc_status(value.error(), "STATE");
  if (*value) response->set_value(*std::move(*value));
  return grpc::Status::OK;
}

grpc::Status StateService::ScanState(grpc::ServerContext* context, const api::v1::ScanStateRequest* request,
                                     api::v1::ScanStateResponse* response) {
  std::string workspace;
  if (auto status = check(*context, request->prefix(), workspace); !status.ok()) return status;
  if (request->limit() < 1 || request->limit() > kEntriesMax)
    return net::grpc_status(refuse("limit must be 1 to 1000"), "BAD_LIMIT");
  auto entries = local_.scan(request->stage(), workspace, request->prefix(), request->after(), request->limit());
  if (!entries.ok()) return net::grpc_status(entries.error(), "STATE");
  for (auto& [key, value] : *entries) {
    auto& entry = *response->add_entries();
    entry.set_key(std::move(key));
    entry.set_value(std::move(value));
  }
  return grpc::Status::OK;
}

}  // namespace leakproof::process
