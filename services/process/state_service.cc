// Tested by: services/process/remote_states_test.cc
#include "process/state_service.h"

#include "net/grpc_status.h"

namespace leakproof {
namespace {

constexpr int kEntriesMax = 1000;

// Every key begins with its workspace.
std::string workspace_of(const std::string& key) { return key.substr(0, key.find('\0')); }

}  // namespace

grpc::Status StateService::ReadState(grpc::ServerContext*, const api::v1::ReadStateRequest* request, api::v1::ReadStateResponse* response) {
  auto value = local_.get(request->stage(), workspace_of(request->key()), request->key());
  if (!value.ok()) return grpc_status(value.error(), "STATE");
  if (*value) response->set_value(*std::move(*value));
  return grpc::Status::OK;
}

grpc::Status StateService::ScanState(grpc::ServerContext*, const api::v1::ScanStateRequest* request, api::v1::ScanStateResponse* response) {
  if (request->limit() < 1 || request->limit() > kEntriesMax) return grpc_status(refuse("limit must be 1 to 1000"), "BAD_LIMIT");
  auto entries = local_.scan(request->stage(), workspace_of(request->prefix()), request->prefix(), request->after(), request->limit());
  if (!entries.ok()) return grpc_status(entries.error(), "STATE");
  for (auto& [key, value] : *entries) {
    auto& entry = *response->add_entries();
    entry.set_key(std::move(key));
    entry.set_value(std::move(value));
  }
  return grpc::Status::OK;
}

}  // namespace leakproof
