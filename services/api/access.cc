// Tested by: services/api/access_test.cc
#include "api/access.h"

#include "api/faults.h"
#include "net/bearer.h"

namespace leakproof::api {
namespace {

constexpr const char* kSecret = "api_token";

}  // namespace

grpc::Status access(const ApiPorts& ports, const grpc::ServerContext& context, const std::string& workspace) {
  if (ports.secrets.live(workspace, kSecret).empty()) return grpc::Status::OK;
  const auto token = bearer_token(context);
  if (ports.secrets.matches(workspace, kSecret, token)) return grpc::Status::OK;
  return refusal(grpc::StatusCode::UNAUTHENTICATED, token.empty() ? "TOKEN_REQUIRED" : "TOKEN_INVALID",
                 token.empty() ? "this workspace has a token: send it as authorization: Bearer TOKEN"
                               : "this is not the token of the workspace");
}

}  // namespace leakproof::api
