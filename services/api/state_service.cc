#include "api/state_service.h"

#include "api/faults.h"
#include "api/limits.h"

namespace leakproof::api {
namespace {

// Every key begins with its workspace.
std::string workspace_of(const std::string& key) { return key.substr(0, key.find('\0')); }

}  // namespace

grpc::Status StateService::ReadState(grpc::ServerContext*, const v1::ReadStateRequest* request, v1::ReadStateResponse* response) {
  auto value = local_.get(request->stage(), workspace_of(request->key()), request->key());
  if (!value.ok()) return failed(value.error());
  if (*value) response->set_value(*std::move(*value));
  return grpc::Status::OK;
}

grpc::Status StateService::ScanState(grpc::ServerContext*, const v1::ScanStateRequest* request, v1::ScanStateResponse* response) {
  Checks checks;
  checks.that(request->limit() >= 1 && request->limit() <= kPageSizeMax, "limit", "must be 1 to 1000");
  if (!checks.ok()) return std::move(checks).status();
  auto entries = local_.scan(request->stage(), workspace_of(request->prefix()), request->prefix(), request->after(), request->limit());
  if (!entries.ok()) return failed(entries.error());
  for (auto& [key, value] : *entries) {
    auto& entry = *response->add_entries();
    entry.set_key(std::move(key));
    entry.set_value(std::move(value));
  }
  return grpc::Status::OK;
}

}  // namespace leakproof::api
